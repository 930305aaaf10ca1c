package import SegmentModel

/// What the state records of a segment after an apply, complete or not.
package enum Recording {
  /// The members that this tool answers for from now on.
  ///
  /// Linear.
  ///
  /// Foreign members that a failed run has not yet removed stay unrecorded, so that the next plan still calls them drift; members that
  /// it has not yet added stay unrecorded as well. A recorded member that is no longer live is forgotten.
  ///
  /// `plan` was made from `live`, the members before the first write; `added` and `removed` were acknowledged. With `driftAccepted`
  /// `live` has members that a saved plan did not know of: they are recorded only if they were before.
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
      // Whatever was live and is not to be removed is declared, unless the plan has not seen it.
      kept = driftAccepted ? known : known.union(live.subtracting(plan.remove))
    case .additive:
      kept = (recorded?.membersAddedByTool ?? .empty).intersection(live)
    }
    return kept.union(added).subtracting(removed)
  }
}
