package import Diagnostics
package import SegmentModel

/// What reports and notifications say about an apply: who ran it, what was planned, and the result of every change.
package struct ApplyReport: Sendable {
  package enum Ending: String, Hashable, Sendable, CaseIterable {
    case unchanged
    /// The store acknowledged everything planned.
    case complete
    case incomplete
    case interrupted
    /// A person declined the plan; nothing was changed.
    case declined
    /// It ended before its first change.
    case failed
  }

  package struct Header: Hashable, Sendable {
    package let toolVersion: String
    package let run: String
    /// Who ran it, and in which job.
    package var who: String
    /// RFC 3339, UTC, whole seconds.
    package let startedAt: String
    package let finishedAt: String
    package let store: String

    package init(toolVersion: String, run: String, who: String, startedAt: String, finishedAt: String, store: String) {
      self.toolVersion = toolVersion
      self.run = run
      self.who = who
      self.startedAt = startedAt
      self.finishedAt = finishedAt
      self.store = store
    }
  }

  package var header: Header
  package let ending: Ending
  /// What was carried out; `nil` if the run ended before there was a plan.
  package var plan: Plan?
  /// The id of the plan that ``plan`` is, or is the rest of.
  package var planID: PlanID?
  package var outcome = ApplyOutcome(segments: [])
  /// Problems of members and of the run.
  package var problems: [Diagnostic] = []

  package init(_ header: Header, _ ending: Ending) {
    self.header = header
    self.ending = ending
  }

  /// The segments that were to change, by name, each with its outcome; empty if the run changed nothing.
  package var segments: [(plan: SegmentPlan, outcome: SegmentOutcome)] { plan.map { Self.segments(of: $0, outcome) } ?? [] }

  /// The segments of a plan that were to change, by name, each with its outcome.
  package static func segments(of plan: Plan, _ outcome: ApplyOutcome) -> [(plan: SegmentPlan, outcome: SegmentOutcome)] {
    let outcomes = outcome.segments.keyed(by: \.name)
    return plan.segments.compactMap { segment in outcomes[segment.name].map { (segment, $0) } }
  }
}

/// The result of one planned change.
package enum ChangeResult: String, Hashable, Sendable, CaseIterable {
  /// The store acknowledged it.
  case done
  case failed
  /// The store may have made it. The next run's listing shows whether it did.
  case unconfirmed
}

/// The result of each planned change of one segment.
package struct SegmentResults: Sendable {
  private let outcome: SegmentOutcome
  /// Members whose change the store acknowledged but does not list.
  private let unseen: MemberSet
  private var reasons: [ShopperProfileID: String] = [:]
  private var reasonsOfCustomers: [CustomerID: String] = [:]

  /// Takes time linear in the failed members.
  package init(_ outcome: SegmentOutcome) {
    self.outcome = outcome
    unseen = if case .differs(let missing, let lingering) = outcome.verification { missing.union(lingering) } else { .empty }
    for failure in outcome.failures {
      for member in failure.members { reasons[member] = failure.problem.summary }
      for customer in failure.customers { reasonsOfCustomers[customer] = failure.problem.summary }
    }
  }

  /// The result for the segment itself.
  package var ofSegment: (result: ChangeResult, reason: String?) {
    if outcome.created || outcome.updated || outcome.deleted { return (.done, nil) }
    return (outcome.isUnconfirmed ? .unconfirmed : .failed, ofAll)
  }

  /// The result of adding or removing a member.
  package func result(of profile: ShopperProfileID?, _ customer: CustomerID?) -> (result: ChangeResult, reason: String?) {
    guard let profile else { return (.failed, customer.flatMap { reasonsOfCustomers[$0] } ?? ofAll) }
    if unseen.contains(profile) { return (.unconfirmed, "the store acknowledged it, and its list does not show it yet") }
    if outcome.added.contains(profile) || outcome.removed.contains(profile) { return (.done, nil) }
    if outcome.unconfirmed.contains(profile) { return (.unconfirmed, reasons[profile]) }
    return (.failed, reasons[profile] ?? ofAll)
  }

  /// Why the segment itself could not be changed, or else its first problem.
  private var ofAll: String? {
    (outcome.failures.first { $0.members.isEmpty && $0.customers.isEmpty } ?? outcome.failures.first)?.problem.summary
  }

  /// How many members were added, were removed, are unconfirmed, and failed.
  ///
  /// The sum is the number of planned changes.
  package func counts(of plan: SegmentPlan) -> (added: Int, removed: Int, unconfirmed: Int, failed: Int) {
    let seenAdditions = outcome.added.subtracting(unseen).count
    let seenRemovals = outcome.removed.subtracting(unseen).count
    let unconfirmed = outcome.unconfirmed.union(unseen).count
    let planned = plan.additionCount + plan.remove.count
    return (seenAdditions, seenRemovals, unconfirmed, planned - seenAdditions - seenRemovals - unconfirmed)
  }
}
