import Planning
import SegmentModel
import StateStorage

/// What the state is to hold after an apply, complete or not.
struct StateUpdate {
  let plan: Plan
  let outcome: ApplyOutcome
  /// The live members before the first write, of the segments that were listed; what was not listed keeps its record.
  let memberships: [SegmentID: MemberSet]
  /// Segments whose live members had changes that the plan did not know of.
  let drifted: Set<SegmentName>

  /// The records that succeed these.
  ///
  /// Segments that are no longer declared, and those that a run was not about, keep theirs.
  func records(succeeding current: [RecordedSegment]) -> [RecordedSegment] {
    var records = current
    let outcomes = Dictionary(outcome.segments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for segment in plan.segments {
      let outcome = outcomes[segment.name]
      if segment.change == .stayAbsent || outcome?.deleted == true {
        records.removeAll { $0.name == segment.name.text || $0.id == segment.change.segmentID }
        continue
      }
      // A segment that is to go and is still there keeps its record, whatever stands in it.
      if case .delete = segment.change { continue }
      guard let id = outcome?.id ?? segment.change.segmentID, let next = record(of: segment, id: id, outcome, current) else {
        continue
      }
      records.removeAll { $0.id == id || $0.name == segment.name.text }
      records.append(next)
    }
    return records
  }

  private func record(
    of segment: SegmentPlan,
    id: SegmentID,
    _ outcome: SegmentOutcome?,
    _ current: [RecordedSegment]
  ) -> RecordedSegment? {
    let live: MemberSet
    if outcome?.created == true {
      live = .empty
    } else {
      guard let members = memberships[id] else { return nil }
      live = members
    }
    let unseen: (missing: MemberSet, lingering: MemberSet) =
      if case .differs(let missing, let lingering) = outcome?.verification { (missing, lingering) } else { (.empty, .empty) }
    let members = Recording.members(
      after: segment,
      live: live,
      recorded: current.first { $0.id == id }?.settled(by: live),
      added: (outcome?.added ?? .empty).subtracting(unseen.missing),
      removed: (outcome?.removed ?? .empty).subtracting(unseen.lingering),
      driftAccepted: drifted.contains(segment.name)
    )
    // An authoritative segment answers for whatever is live and declared, whoever added it.
    let unconfirmed: MemberSet =
      segment.mode == .additive ? (outcome?.unconfirmed ?? .empty).union(unseen.missing).subtracting(members) : .empty
    return RecordedSegment(id: id, name: segment.name.text, mode: segment.mode, members: members, unconfirmed: unconfirmed)
  }
}
