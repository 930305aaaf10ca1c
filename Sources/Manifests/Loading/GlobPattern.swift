/// A path with wildcards, split at its slashes.
///
/// `*` matches any characters of a name, `?` matches one, `[a-z]` one of a set and `[!a-z]` one outside it. `**` as a
/// whole part matches any number of folders. Wildcards do not match hidden names.
struct GlobPattern: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    /// A name without wildcards, which may be `.` or `..`.
    case name(String)
    case wildcard(NamePattern)
    case anyFolders

    var name: String? { if case .name(let name) = self { name } else { nil } }
  }

  let isAbsolute: Bool
  /// Empty only if the text has nothing but slashes.
  let parts: [Part]

  init(_ text: String) {
    isAbsolute = text.utf8.first == UInt8(ascii: "/")
    var parts: [Part] = []
    for part in text.split(separator: "/") {
      if part == "**" {
        // Several in a row mean the same as one.
        if parts.last != .anyFolders { parts.append(.anyFolders) }
      } else {
        parts.append(NamePattern.hasWildcards(part) ? .wildcard(NamePattern(part)) : .name(String(part)))
      }
    }
    // At the end it matches all files in all folders.
    if parts.last == .anyFolders { parts.append(.wildcard(NamePattern("*"))) }
    self.parts = parts
  }

  var hasWildcards: Bool { parts.contains { $0.name == nil } }

  /// The names before the first wildcard.
  var leadingNames: [String] { parts.prefix { $0.name != nil }.compactMap(\.name) }

  /// Whether a `..` comes after a wildcard, so that it may lead anywhere.
  var climbsBehindWildcard: Bool { parts.dropFirst(leadingNames.count).contains(.name("..")) }
}

/// One name of a path with wildcards in it.
struct NamePattern: Hashable, Sendable {
  private enum Element: Hashable, Sendable {
    case any
    case one
    case scalar(Unicode.Scalar)
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

    func matches(_ value: Unicode.Scalar) -> Bool {
      switch self {
      case .any: false
      case .one: true
      case .scalar(let scalar): scalar == value
      case .set(let ranges, let isNegated): ranges.contains { $0.contains(value) } != isNegated
      }
    }
  }

  private let elements: [Element]

  init(_ text: some StringProtocol) {
    // The first character of a set may be a bracket, as in a shell. Without a closing bracket `[` is an ordinary character.
    let element = #/(?s)\*+|\?|\[(?>(?<negation>[!^]?))(?<set>.[^\]]*)\]|./#.matchingSemantics(.unicodeScalar)
    let range = #/(?s)(?<lower>.)(?:-(?<upper>.))?/#.matchingSemantics(.unicodeScalar)
    elements = String(text).matches(of: element).compactMap { match -> Element? in
      if let set = match.set {
        let ranges = set.matches(of: range).compactMap { match -> ClosedRange<Unicode.Scalar>? in
          // A backward range is empty.
          guard let lower = match.lower.unicodeScalars.first, let upper = (match.upper ?? match.lower).unicodeScalars.first,
            lower <= upper
          else { return nil }
          return lower...upper
        }
        return .set(ranges, isNegated: match.negation?.isEmpty == false)
      }
      switch match.0.unicodeScalars.first {
      case "*": return .any
      case "?": return .one
      case let scalar: return scalar.map { .scalar($0) }
      }
    }
  }

  static func hasWildcards(_ text: some StringProtocol) -> Bool {
    NamePattern(text).elements.contains { element in
      if case .scalar = element { false } else { true }
    }
  }

  /// Whether a name matches; a hidden name never does.
  ///
  /// O(n·m), because it goes back only to the last `*`.
  func matches(_ name: String) -> Bool {
    if name.utf8.first == UInt8(ascii: ".") { return false }
    let scalars = Array(name.unicodeScalars)
    var (element, scalar) = (0, 0)
    var retry: (element: Int, scalar: Int)?
    while scalar < scalars.count {
      if element < elements.count, elements[element] == .any {
        retry = (element, scalar)
        element += 1
      } else if element < elements.count, elements[element].matches(scalars[scalar]) {
        element += 1
        scalar += 1
      } else if let (star, start) = retry {
        retry = (star, start + 1)
        element = star + 1
        scalar = start + 1
      } else {
        return false
      }
    }
    return elements[element...].allSatisfy { $0 == .any }
  }
}
