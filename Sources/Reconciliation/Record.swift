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
  /// The profiles that the run created or found for customers who had none.
  let created: [CustomerID: ShopperProfileID]
  let day: CalendarDay

  /// The segments that the run changed, in the store or in the records, for later runs to hold older plans and journals against.
  func touches(succeeding current: [RecordedSegment]) -> [SegmentTouch] {
    let next = records(succeeding: current).keyed(by: \.id)
    let known = current.keyed(by: \.id)
    let outcomes = outcome.segments.keyed(by: \.name)
    return plan.segments.compactMap { segment in
      let outcome = outcomes[segment.name]
      let recorded = current.first { $0.name == segment.name.text }
      guard let id = outcome?.id ?? segment.change.segmentID ?? recorded?.id,
        outcome?.hasChangedStore == true || known[id].map({ !$0.isSame(as: next[id]) }) == true
      else { return nil }
      return SegmentTouch(
        segment: id,
        name: segment.name.text,
        isComplete: outcome?.isSettled ?? true,
        // Removals that failed may have been done.
        removesMembers: next[id] == nil || !segment.remove.isEmpty
      )
    }
  }

  /// The records that succeed these.
  ///
  /// Segments that are no longer declared, and those that a run was not about, keep theirs.
  func records(succeeding current: [RecordedSegment]) -> [RecordedSegment] {
    var records = current
    let outcomes = outcome.segments.keyed(by: \.name)
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
    let missing: MemberSet = if case .differs(let missing, _) = outcome?.verification { missing } else { .empty }
    let removed = outcome?.removed ?? .empty
    let members = Recording.members(
      after: segment,
      live: live,
      recorded: current.first { $0.id == id }?.settled(by: live),
      added: (outcome?.added ?? .empty).subtracting(missing),
      removed: removed,
      driftAccepted: drifted.contains(segment.name)
    )
    // The next listing settles these, so that nobody is blamed for a change of ours that shows late or was never acknowledged. Members whom
    // others added and whose removal failed stay unrecorded: they still are drift.
    let unconfirmed = (outcome?.allUnconfirmed ?? .empty).intersection(members.union(removed).union(segment.add))
    let known = current.first { $0.id == id }
    let after = live.union(outcome?.added ?? .empty).subtracting(outcome?.removed ?? .empty).count
    return RecordedSegment(
      id: id,
      name: segment.name.text,
      mode: segment.mode,
      members: members,
      unconfirmed: unconfirmed,
      sources: sources(of: segment, members.union(unconfirmed), succeeding: known?.sources),
      history: history(of: segment, outcome, live: live.count, after: after, succeeding: known?.history ?? LiveHistory()),
      intendedCount: after < segment.resultingCount || !unconfirmed.isEmpty ? segment.resultingCount : nil
    )
  }

  private func sources(of segment: SegmentPlan, _ members: MemberSet, succeeding known: MemberSources?) -> MemberSources? {
    // A plan file of an older release does not say where its members come from.
    guard let sources = segment.resolvingNewProfiles(created).sources else { return known?.withUnknownMembers }
    let next = sources.succeeding(known, members: members, isComplete: true)
    let isKnown = segment.kept.subtracting(MemberSet(next.lookedUp.map(\.profile))).isEmpty
    return isKnown ? next : next.withUnknownMembers
  }

  /// Losses add up over the days, until a person allows more than the segment's limit: then they are counted from there.
  private func history(
    of segment: SegmentPlan,
    _ outcome: SegmentOutcome?,
    live: Int,
    after: Int,
    succeeding known: LiveHistory
  ) -> LiveHistory {
    guard let outcome, !outcome.added.isEmpty || !outcome.removed.isEmpty else { return known }
    if Guardrails.removals(of: segment, limit: segment.limits.maximumRemovals) != nil {
      return LiveHistory().adding(after, on: day)
    }
    return known.adding(max(live, after), on: day)
  }
}

extension RecordedSegment {
  /// Whether both say the same of the segment.
  ///
  /// What a run merely observed may differ, and a record that is begun is no change either.
  fileprivate func isSame(as other: RecordedSegment?) -> Bool {
    other.map { name == $0.name && mode == $0.mode && members == $0.members } ?? false
  }
}
