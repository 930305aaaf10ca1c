import Diagnostics

/// What is wrong with a variable, or with a text that uses one.
enum VariableProblem: Error, Hashable, Sendable {
  /// Nobody gives this variable a value.
  case unknown(String, known: [String])
  /// `${` without a name and `}`.
  case malformed
  case badName(String)
  /// A path uses a variable whose value is empty or blank.
  case emptyInPath(String)
  /// A path uses a variable whose value has a slash or a wildcard, makes `..`, or would be inside of brackets.
  case unfitForPath(String)
  /// With its values the text is longer than the limit, in bytes.
  case tooLong(limit: Int)
}

/// The variables of one manifest: `${NAME}` in names, descriptions and paths.
package struct Variables: Sendable {
  /// The most bytes that a text may have with its values: a megabyte of names of a long variable would stand for terabytes.
  static let maximumText = 1 << 20

  /// With more names than this nobody looks for one that may have been meant: as many texts may be wrong.
  private static let maximumNamesToSuggest = 1_000

  /// Given from outside, which comes first.
  private let given: [String: String]
  var declared: [String: String] = [:]

  init(given: [String: String]) { self.given = given }

  var names: Set<String> { Set(given.keys).union(declared.keys) }

  /// Whether this can be a variable's name: ASCII letters, digits and underscores, no digit first.
  package static func isName(_ text: some StringProtocol) -> Bool {
    text.utf8.first?.isDigit == false && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
  }

  /// The text with values in place of variables; `$${` stands for `${`.
  ///
  /// Values are taken as they are: what looks like a variable in one is none.
  func expand(_ text: String) throws(VariableProblem) -> String { try expand(text[...]) { _, _, _ in } }

  /// A path or a pattern with values in place of variables, each of which stands for a part of one name.
  ///
  /// A value must not be empty, or `lists/${BRAND}*.csv` would mean the lists of all brands. It must not lead elsewhere either, or match more
  /// than the path itself does.
  func expandPath(_ text: String) throws(VariableProblem) -> String {
    var parts: [String] = []
    // No variable's name has a slash.
    for part in text.split(separator: "/", omittingEmptySubsequences: false) {
      var last: String?
      let expanded = try expand(part) { name, value, before throws(VariableProblem) in
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
    guard path.utf8.count <= Self.maximumText else { throw .tooLong(limit: Self.maximumText) }
    return path
  }

  /// A text with its variables expanded; `nil` after a problem.
  func expand(_ text: String, at node: YAMLNode, problems: ProblemCollector) -> String? {
    do throws(VariableProblem) {
      return try expand(text)
    } catch {
      problems.add(.variable(error), at: node)
      return nil
    }
  }

  private func expand(
    _ text: Substring,
    check: (_ name: String, _ value: String, _ before: String) throws(VariableProblem) -> Void
  ) throws(VariableProblem) -> String {
    var result = ""
    var rest = text
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        result += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let end = rest.firstIndex(of: "}") else { throw .malformed }
        let name = rest[rest.index(rest.startIndex, offsetBy: 2)..<end]
        guard Self.isName(name) else { throw .malformed }
        guard let value = given[String(name)] ?? declared[String(name)] else {
          let isSmall = given.count + declared.count <= Self.maximumNamesToSuggest
          throw .unknown(String(name), known: isSmall ? names.sorted() : [])
        }
        try check(String(name), value, result)
        result += value
        guard result.utf8.count <= Self.maximumText else { throw .tooLong(limit: Self.maximumText) }
        rest = rest[rest.index(after: end)...]
      } else {
        result += "$"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  /// The values by name.
  ///
  /// `key` is the key that it stands under, `nil` for a whole file. Names that cannot be, names that stand there twice and values that are no
  /// text are problems.
  static func values(in node: YAMLNode, key: String?, problems: ProblemCollector) -> [String: String] {
    guard node.content == .mapping else {
      problems.add(.unexpected(.mapping, node.found, key: key), at: node)
      return [:]
    }
    var values: [String: String] = [:]
    var places: [String: SourcePosition] = [:]
    for (name, value) in node.fields {
      guard name.content == .scalar, isName(name.text) else {
        problems.add(.variable(.badName(String(name.text.prefix(80)))), at: name)
        continue
      }
      if let first = places.updateValue(name.position, forKey: name.text) {
        problems.add(.duplicateKey(name.text, first: first), at: name)
      }
      switch value.content {
      case .scalar: values[name.text] = value.text
      case .nothing where !value.isPlain: values[name.text] = ""
      case .mapping, .sequence, .nothing: problems.add(.unexpected(.text, value.found, key: name.text), at: value)
      }
    }
    return values
  }
}
