import Diagnostics

/// What is wrong with a segment that another one includes or excludes.
enum ReferenceProblem: Hashable, Sendable {
  case unknown(String, declared: [String])
  case itself
  case absent(String, first: SourceRange)
  case liveButDeclared(String, first: SourceRange)
  /// Segments that include or exclude each other, from one to itself.
  case cycle([String])
  case duplicate(String)

  var isWarning: Bool {
    if case .duplicate = self { true } else { false }
  }
}
