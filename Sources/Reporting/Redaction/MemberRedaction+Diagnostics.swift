package import Diagnostics

extension MemberRedaction {
  /// The problem without the line of the manifest that it is about, and without what it quotes from there.
  ///
  /// What is left passes through ``text(_:)`` with everything else.
  package func diagnostic(_ problem: Diagnostic) -> Diagnostic {
    var quiet = problem
    if problem.sourceLine != nil { quiet.summary = Self.withoutQuotedNumbers(problem.summary) }
    quiet.sourceLine = nil
    return quiet
  }

  /// Quoted text with a digit or an at sign in it may be a member that somebody misspelled.
  private static func withoutQuotedNumbers(_ text: String) -> String {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    // Every other part stands between quotes; an odd quote at the end opens nothing.
    return parts.enumerated().map { index, part in
      let isQuoted = index % 2 == 1
      return isQuoted && part.contains(where: { $0.isNumber || $0 == "@" }) ? "…" : String(part)
    }.joined(separator: "\"")
  }
}
