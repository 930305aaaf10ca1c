package import Diagnostics
package import Planning
import SegmentModel

/// What an apply did, as a person reads it.
package enum OutcomeReport {
  /// The last line of an apply that did something.
  package static func summary(of outcome: ApplyOutcome, wasInterrupted: Bool = false) -> String {
    let unseen = outcome.segments.reduce(0) { total, segment in
      guard case .differs(let missing, let lingering) = segment.verification else { return total }
      return total + missing.count + lingering.count
    }
    let late = unseen > 0 ? "; the store's lists do not show \(Quantity.number(unseen)) of these changes yet" : ""
    if outcome.isComplete { return "Apply complete: \(counts(of: outcome))\(late)." }
    let undone = undoneMembers(of: outcome)
    let left = undone > 0 ? "; \(Quantity.of(undone, "member")) left to do" : ""
    return "Apply \(wasInterrupted ? "interrupted" : "incomplete"): \(counts(of: outcome))\(late)\(left)."
  }

  /// How a run ended, in a few words: the title of its reports.
  static func title(of report: ApplyReport) -> String {
    switch report.ending {
    case .unchanged: "segapply: nothing to do"
    case .complete: "segapply: applied"
    case .incomplete: "segapply: partly applied"
    case .interrupted: "segapply: interrupted"
    case .declined: "segapply: cancelled"
    case .failed: "segapply: nothing was applied"
    }
  }

  /// What a run did, in a sentence.
  static func summary(of report: ApplyReport) -> String {
    switch report.ending {
    case .unchanged: "Nothing to do: the store already matches the plan."
    case .interrupted where report.plan == nil: "Apply interrupted. Nothing was changed."
    case .complete, .incomplete, .interrupted: summary(of: report.outcome, wasInterrupted: report.ending == .interrupted)
    case .declined: "Apply cancelled. Nothing was changed."
    case .failed: "Nothing was changed."
    }
  }

  /// Where a report of a run comes from.
  static func origin(of report: ApplyReport) -> String {
    let header = report.header
    return
      "Apply \(report.planID.map { "of plan \($0) " } ?? "")for the store \(header.store), by \(header.who) from \(header.startedAt) to \(header.finishedAt), segapply "
      + "\(header.toolVersion), run \(header.run)."
  }

  /// What was done in a segment, in a few words.
  static func words(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> String {
    let counts = SegmentResults(outcome).counts(of: plan)
    let changes = [
      (outcome.created, "created"), (outcome.updated, "updated"), (outcome.deleted, "deleted"),
      (outcome.isUnconfirmed && !outcome.created, "unconfirmed"),
    ]
    let members = [
      (counts.added, "added"), (counts.removed, "removed"), (counts.unconfirmed, "unconfirmed"), (counts.failed, "not done"),
    ]
    let parts =
      changes.filter(\.0).map(\.1) + members.filter { $0.0 > 0 }.map { "\(Quantity.of($0.0, "member")) \($0.1)" }
    return parts.isEmpty ? "nothing was done" : parts.joined(separator: ", ")
  }

  /// Members added, removed, unconfirmed and not done as the cells of a table.
  static func cells(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> [String] {
    let counts = SegmentResults(outcome).counts(of: plan)
    return [counts.added, counts.removed, counts.unconfirmed, counts.failed].map(Quantity.cell)
  }

  /// What was not done and why, and what the store does not show yet, segment by segment.
  package static func problems(of outcome: ApplyOutcome) -> [Diagnostic] {
    outcome.segments.flatMap { $0.failures.map(\.problem) + unverified($0) }
  }

  /// How many planned changes of members were not done.
  package static func undoneMembers(of outcome: ApplyOutcome) -> Int {
    outcome.segments.reduce(0) { $0 + undoneMembers(of: $1) }
  }

  static func undoneMembers(of segment: SegmentOutcome) -> Int {
    segment.failures.reduce(0) { $0 + $1.members.count + $1.customers.count }
  }

  private static func counts(of outcome: ApplyOutcome) -> String {
    let deletions = outcome.segmentsDeleted > 0 ? ", \(Quantity.number(outcome.segmentsDeleted)) deleted" : ""
    return
      "\(Quantity.of(outcome.segmentsCreated, "segment")) created, \(Quantity.number(outcome.segmentsUpdated)) updated\(deletions); "
      + "\(Quantity.of(outcome.membersAdded, "member")) added, \(Quantity.number(outcome.membersRemoved)) removed"
  }

  /// The changes that the store acknowledged and does not show yet.
  package static func unverified(_ segment: SegmentOutcome) -> [Diagnostic] {
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
