import Diagnostics

/// Why a text is not read as YAML: facts; `ManifestMessages.swift` has the words.
enum YAMLProblem: Error, Hashable, Sendable {
  /// The text breaks YAML's rules; libyaml's own words for what it was doing and what is wrong.
  case syntax(context: String?, problem: String, SourcePosition)
  /// The bytes are not UTF-8, or hold a control character that YAML forbids.
  case notText(problem: String, SourcePosition)
  /// Collections within collections beyond the limit.
  case tooDeep(limit: Int, SourcePosition)
  /// More nodes than the limit.
  case tooManyNodes(limit: Int, SourcePosition)
  /// Aliases stand for more nodes than the limit.
  case aliasBomb(limit: Int, SourcePosition)
  /// An alias without an anchor before it.
  case unknownAlias(String, SourcePosition)
  /// An alias inside the very node that it names.
  case aliasOfItself(String, SourcePosition)
  /// A tag such as `!include`: nothing here gives it a meaning.
  case unsupportedTag(String, SourcePosition)
  /// There is no memory for the parser.
  case outOfMemory

  /// Where; `nil` when the problem has no place.
  var position: SourcePosition? {
    switch self {
    case .syntax(_, _, let position), .notText(_, let position), .tooDeep(_, let position), .tooManyNodes(_, let position),
      .aliasBomb(_, let position), .unknownAlias(_, let position), .aliasOfItself(_, let position),
      .unsupportedTag(_, let position):
      position
    case .outOfMemory:
      nil
    }
  }
}
