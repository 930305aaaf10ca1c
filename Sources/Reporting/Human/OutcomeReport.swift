package import Diagnostics
package import Planning
import SegmentModel

/// What an apply did, as a person reads it.
package enum OutcomeReport {
  /// The last line of an apply that did something.
  package static func summary(of outcome: ApplyOutcome, wasInterrupted: Bool = false) -> String {
    if outcome.isComplete { return "Apply complete: \(counts(of: outcome))." }
    let undone = undoneMembers(of: outcome)
    let left = undone > 0 ? "; \(Quantity.of(undone, "member")) left to do" : ""
    return "Apply \(wasInterrupted ? "interrupted" : "incomplete"): \(counts(of: outcome))\(left)."
  }

  /// What was not done, with its reasons, and what the store does not show yet, segment by segment.
  package static func problems(of outcome: ApplyOutcome) -> [Diagnostic] {
    outcome.segments.flatMap { segment in
      segment.failures.map(\.problem) + unverified(segment)
    }
  }

  /// How many members were to be changed and were not.
  package static func undoneMembers(of outcome: ApplyOutcome) -> Int {
    outcome.segments.reduce(0) { total, segment in
      total + segment.customersWithoutProfile + segment.failures.reduce(0) { $0 + $1.members.count }
    }
  }

  private static func counts(of outcome: ApplyOutcome) -> String {
    let deletions = outcome.segmentsDeleted > 0 ? ", \(Quantity.number(outcome.segmentsDeleted)) deleted" : ""
    return
      "\(Quantity.of(outcome.segmentsCreated, "segment")) created, \(Quantity.number(outcome.segmentsUpdated)) updated\(deletions); "
      + "\(Quantity.of(outcome.membersAdded, "member")) added, \(Quantity.number(outcome.membersRemoved)) removed"
  }

  private static func unverified(_ segment: SegmentOutcome) -> [Diagnostic] {
    guard case .differs(let missing, let lingering) = segment.verification else { return [] }
    var parts: [String] = []
    if !missing.isEmpty { parts.append("\(Quantity.of(missing.count, "added member")) not listed yet") }
    if !lingering.isEmpty { parts.append("\(Quantity.of(lingering.count, "removed member")) still listed") }
    return [
      Diagnostic(
        .warning,
        code: "not-confirmed",
        summary: "segment \"\(segment.name)\": the store acknowledged all changes, but its list does not show them yet: "
          + parts.joined(separator: ", "),
        detail: """
          The store may show changes late, or someone else changed the segment at the same time. The state records these members as \
          unconfirmed. The next plan or apply checks them against the store's list, and plans again what is still missing.
          """
      )
    ]
  }
}
