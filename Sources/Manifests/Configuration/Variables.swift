import Diagnostics
import SegmentModel

/// The variables of one manifest: `${NAME}` in names, descriptions and paths.
package struct Variables: Sendable {
  /// The maximum bytes of a text with its values.
  ///
  /// A megabyte of references to a long value would make terabytes.
  static let maximumText = 1 << 20

  /// With more names than this, nothing is suggested for an unknown one, as thousands of texts may have one.
  private static let maximumNamesToSuggest = 1_000

  /// Values from outside the manifest, which win.
  private let given: [String: String]
  var declared: [String: String] = [:]

  init(given: [String: String]) { self.given = given }

  /// Whether this can be a variable's name: ASCII letters, digits and underscores, no digit first.
  package static func isName(_ text: some StringProtocol) -> Bool {
    text.utf8.first?.isDigit == false && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
  }

  /// Puts values in place of variables; `$${` stands for `${`.
  ///
  /// Values are not expanded again.
  func expand(_ text: String) throws(ManifestProblem) -> String { try expand(text[...]) { _, _, _ in } }

  /// Puts values in place of the variables of a path or pattern, each of which stands for a part of one name.
  ///
  /// A value must not be empty: `lists/${BRAND}*.csv` would mean the lists of all brands. It must not lead elsewhere or
  /// match more than the path itself does.
  func expandPath(_ text: String) throws(ManifestProblem) -> String {
    var parts: [String] = []
    // The name of a variable has no slash.
    for part in text.split(separator: "/", omittingEmptySubsequences: false) {
      var last: String?
      let expanded = try expand(part) { name, value, before throws(ManifestProblem) in
        guard !value.allSatisfy(\.isWhitespace) else { throw .emptyInPath(name) }
        let isInSet = before.lastIndex(of: "[").map { !before[$0...].contains("]") } ?? false
        let isPlain = value.unicodeScalars.allSatisfy { !"/*?[]\u{7F}".unicodeScalars.contains($0) && $0.value >= 0x20 }
        guard isPlain && !isInSet else { throw .unfitForPath(name) }
        last = name
      }
      if let last, expanded == "." || expanded == ".." { throw .unfitForPath(last) }
      parts.append(expanded)
    }
    let path = parts.joined(separator: "/")
    guard path.utf8.count <= Self.maximumText else { throw .textTooLong(limit: Self.maximumText) }
    return path
  }

  private func expand(
    _ text: Substring,
    check: (_ name: String, _ value: String, _ before: String) throws(ManifestProblem) -> Void
  ) throws(ManifestProblem) -> String {
    var result = ""
    var rest = text
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        result += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let end = rest.firstIndex(of: "}") else { throw .malformedVariable }
        let name = String(rest[..<end].dropFirst(2))
        guard Self.isName(name) else { throw .malformedVariable }
        guard let value = given[name] ?? declared[name] else {
          let isSmall = given.count + declared.count <= Self.maximumNamesToSuggest
          throw .unknownVariable(name, known: isSmall ? Set(given.keys).union(declared.keys).sorted() : [])
        }
        try check(name, value, result)
        result += value
        guard result.utf8.count <= Self.maximumText else { throw .textTooLong(limit: Self.maximumText) }
        rest = rest[rest.index(after: end)...]
      } else {
        result += "$"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  /// The values by name; bad names, repeated names and values that are not texts are problems.
  ///
  /// `key` is the key of the mapping; `nil` for a whole file.
  static func values(in node: YAMLNode, key: String?, problems: ProblemCollector) -> [String: String] {
    guard node.content == .mapping else {
      problems.add(.unexpected(.mapping, node, key: key), at: node)
      return [:]
    }
    var values: [String: String] = [:]
    var places: [String: SourcePosition] = [:]
    for (name, value) in node.fields {
      guard name.content == .scalar, isName(name.text) else {
        problems.add(.badVariableName(name.excerpt), at: name)
        continue
      }
      if let first = places.updateValue(name.position, forKey: name.text) {
        problems.add(.duplicateKey(name.text, first: first), at: name)
      }
      if value.content == .scalar {
        values[name.text] = value.text
      } else {
        problems.add(.unexpected(.text, value, key: name.text), at: value)
      }
    }
    return values
  }
}
