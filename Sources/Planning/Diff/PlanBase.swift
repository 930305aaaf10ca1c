package import SegmentModel

/// The state that a saved plan was made with, as the state of today sees it: what applies have changed since.
package struct PlanBase: Sendable {
  private let plan: PlanID
  private let serial: Int
  /// The plan has seen this run's changes.
  private let foldedRun: String?
  private let history: SegmentHistory

  /// - Parameters:
  ///   - plan: The saved plan.
  ///   - history: What the state knows of the changes of applies; empty when there is no state.
  package init(of plan: Plan, history: SegmentHistory) {
    self.plan = plan.id
    serial = plan.header.state?.serial ?? 0
    foldedRun = plan.header.state?.foldedRun
    self.history = history
  }

  /// Why the plan may no longer be carried out for a segment, whatever the store shows; `nil` when nothing is in the way.
  ///
  /// The changes of this very plan are not: it may have been cut off.
  package func supersession(of segment: SegmentPlan) -> SavedPlanCheck.Staleness? {
    guard let changes = history.changes(after: serial, id: segment.change.segmentID, name: segment.name.text) else {
      return .historyForgotten(knownSince: history.knownSince, planned: serial)
    }
    return changes.last { $0.plan != plan && (foldedRun == nil || $0.run != foldedRun) }.map {
      .superseded(serial: $0.serial, planned: serial, by: $0.plan)
    }
  }

  /// Whether this plan was carried out for the segment to its end: what is left to do of it was undone by others.
  package func isCarriedOut(_ segment: SegmentPlan) -> Bool {
    let changes = history.changes(after: serial, id: segment.change.segmentID, name: segment.name.text) ?? []
    return changes.last.map { $0.plan == plan && $0.isComplete } ?? false
  }
}
