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

  /// What was not done, with its reasons, segment by segment; none for a complete apply.
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
    let created = outcome.segments.count(where: \.created)
    let updated = outcome.segments.count { segment in
      !segment.created && !segment.deleted && (segment.updated || !segment.added.isEmpty || !segment.removed.isEmpty)
    }
    let deleted = outcome.segments.count(where: \.deleted)
    let deletions = deleted > 0 ? ", \(Quantity.number(deleted)) deleted" : ""
    return "\(Quantity.of(created, "segment")) created, \(Quantity.number(updated)) updated\(deletions); "
      + "\(Quantity.of(outcome.membersAdded, "member")) added, \(Quantity.number(outcome.membersRemoved)) removed"
  }

  private static func unverified(_ segment: SegmentOutcome) -> [Diagnostic] {
    guard case .differs(let missing, let lingering) = segment.verification else { return [] }
    var parts: [String] = []
    if !missing.isEmpty {
      parts.append(
        "\(Quantity.of(missing.count, "member")) that the store said it added \(missing.count == 1 ? "does" : "do") not show"
      )
    }
    if !lingering.isEmpty {
      parts.append(
        "\(Quantity.of(lingering.count, "member")) that it said it removed still \(lingering.count == 1 ? "shows" : "show")"
      )
    }
    return [
      Diagnostic(
        .error,
        code: "verification-failed",
        summary: "segment \"\(segment.name)\" is not as it should be after the changes: \(parts.joined(separator: ", "))",
        detail: """
          Somebody else may have changed the segment at the same time, or the store is slow to show changes. Plan again; what is missing \
          then is planned again.
          """
      )
    ]
  }
}
