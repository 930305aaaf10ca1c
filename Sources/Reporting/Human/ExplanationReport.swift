import Diagnostics
package import Planning
import SegmentModel

/// Why a member is in a segment, or not, as a person reads it.
package enum ExplanationReport {
  /// The answer first, then what manifests, store and state say.
  package static func text(_ explanation: MemberExplanation) -> String {
    """
    \(answer(explanation))

      declared: \(declared(explanation))
      live:     \(explanation.isLive ? "yes" : "no")
      recorded: \(recorded(explanation))

    """
  }

  private static func answer(_ explanation: MemberExplanation) -> String {
    let subject = "\(explanation.member) in segment \(VisibleText.quoted(explanation.segment.text))"
    guard let cause = explanation.cause else { return "\(subject) \(unchanged(explanation))" }
    return "\(subject) will be \(explanation.action == .add ? "added" : "removed"): \(words(cause, explanation))"
  }

  private static func words(_ cause: MemberCause, _ explanation: MemberExplanation) -> String {
    switch cause {
    case .included, .live: "\(included(explanation)) has it, and it is not live."
    case .expired: "\(expired(explanation)), and it is live."
    case .excluded:
      "it is live, and the segment \(VisibleText.quoted(explanation.excludedBy ?? "")), which this one excludes, has it."
    case .listed, .inListFile, .starts: "it is declared\(place(explanation)) and is not live."
    case .removedOutside: "it is declared\(place(explanation)), and somebody removed it in the store."
    case .noLongerDeclared: "it was applied before, and no manifest declares it any more."
    case .addedOutside: "no manifest declares it; somebody added it in the store."
    case .undeclared: "no manifest declares it. No state tells how it came to be live."
    }
  }

  private static func unchanged(_ explanation: MemberExplanation) -> String {
    if explanation.isKept {
      return """
        stays: the last apply added it, and the store does not know every customer that the manifest names. One of them may be this member. \
        It goes when the unknown lines are corrected or deleted, or with `on_unknown: remove`.
        """
    }
    return switch (explanation.isDeclared, explanation.isLive) {
    case (true, true): "stays: it is declared\(place(explanation)) and live."
    case (false, false): "is no member: it is neither declared nor live."
    case (false, true):
      explanation.mode == .additive
        ? "stays: the segment is additive, and no apply put it there." : "stays until the segment itself goes."
    case (true, false): "is declared\(place(explanation)) and not live."
    }
  }

  private static func declared(_ explanation: MemberExplanation) -> String {
    guard explanation.isDeclared else {
      if explanation.isKept { return "perhaps: by a customer whom the store does not find" }
      if let excludedBy = explanation.excludedBy, explanation.declaredAt != nil || explanation.includedFrom != nil {
        return "no: excluded with \(VisibleText.quoted(excludedBy))"
      }
      return explanation.expired.map { "no: expired on \($0.day)\(place($0.range))" } ?? "no"
    }
    let position = explanation.declaredAt.map { VisibleText.of("\($0)") } ?? "yes"
    return explanation.includedFrom.map { "\(position), included from \(VisibleText.quoted($0))" } ?? position
  }

  private static func included(_ explanation: MemberExplanation) -> String {
    "the segment \(VisibleText.quoted(explanation.includedFrom ?? "")), which this one includes,"
  }

  private static func expired(_ explanation: MemberExplanation) -> String {
    guard let expired = explanation.expired else { return "its declaration has expired" }
    return "its declaration\(place(expired.range)) expired at the start of \(expired.day)"
  }

  private static func place(_ range: SourceRange?) -> String { range.map { " at \(VisibleText.of("\($0)"))" } ?? "" }

  private static func recorded(_ explanation: MemberExplanation) -> String {
    switch explanation.isRecorded {
    case true?: "yes, by the last apply"
    case false?: "no"
    case nil: "no state knows the segment"
    }
  }

  private static func place(_ explanation: MemberExplanation) -> String { place(explanation.declaredAt) }
}
