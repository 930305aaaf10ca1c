package import SegmentModel

/// What the state records of a segment after an apply, complete or not.
package enum Recording {
  /// The members that this tool answers for from now on.
  ///
  /// `plan` was made from `live`, the members before the first write. `added` and `removed` are what the store acknowledged. With
  /// `driftAccepted`, `live` has members that a saved plan did not know of; only those that were recorded before are recorded.
  ///
  /// If a removal failed, a member that others added stays unrecorded, so that the next plan still calls it drift. A member whose
  /// addition failed stays unrecorded too. A recorded member that is no longer live is forgotten. Takes linear time.
  package static func members(
    after plan: SegmentPlan,
    live: MemberSet,
    recorded: RecordedSegment?,
    added: MemberSet,
    removed: MemberSet,
    driftAccepted: Bool = false
  ) -> MemberSet {
    let kept: MemberSet
    switch plan.mode {
    case .authoritative:
      let known = (recorded?.members ?? .empty).intersection(live)
      // Live members that the plan does not remove are declared, except those that the plan did not know of.
      kept = driftAccepted ? known : known.union(live.subtracting(plan.remove))
    case .additive:
      kept = (recorded?.membersAddedByTool ?? .empty).intersection(live)
    }
    return kept.union(added).subtracting(removed)
  }
}
