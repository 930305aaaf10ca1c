/// A path with wildcards, taken apart at its slashes.
///
/// `*` stands for any characters of a name, `?` for one, `[a-z]` for one of a set and `[!a-z]` for one that is not in it; `**` as a whole
/// part stands for any folders, none among them. Hidden names match no wildcard. Everything else stands for itself.
struct GlobPattern: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    /// A name without wildcards, `.` and `..` among them.
    case name(String)
    case wildcard(NamePattern)
    case anyFolders
  }

  let isAbsolute: Bool
  /// At least one, unless the text is empty or has slashes only.
  let parts: [Part]

  init(_ text: String) {
    isAbsolute = text.utf8.first == UInt8(ascii: "/")
    var parts: [Part] = []
    for part in text.split(separator: "/") {
      if part == "**" {
        // Two of them in a row mean what one does.
        if parts.last != .anyFolders { parts.append(.anyFolders) }
      } else {
        parts.append(NamePattern.hasWildcards(part) ? .wildcard(NamePattern(part)) : .name(String(part)))
      }
    }
    // At the end it means all files of all folders.
    if parts.last == .anyFolders { parts.append(.wildcard(NamePattern("*"))) }
    self.parts = parts
  }

  var hasWildcards: Bool {
    parts.contains { part in
      if case .name = part { false } else { true }
    }
  }

  /// The names before the first wildcard; of a pattern without any, all of them.
  var leadingNames: [String] {
    parts.prefix { part in
      if case .name = part { true } else { false }
    }.map { part in
      if case .name(let name) = part { name } else { "" }
    }
  }

  /// Whether a `..` stands behind a wildcard: where it leads nobody can say.
  var climbsBehindWildcard: Bool { parts.dropFirst(leadingNames.count).contains(.name("..")) }
}
