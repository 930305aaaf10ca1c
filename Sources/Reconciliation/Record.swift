import Planning
import SegmentModel
import StateStorage

/// The records that an apply writes to the state, also if it failed in part.
struct StateUpdate {
  /// The plan that was carried out, with the profiles that the run created among its additions.
  let plan: Plan
  let outcome: ApplyOutcome
  /// The members before the first write, by listed segment.
  ///
  /// A segment that was not listed keeps its record.
  let memberships: [SegmentID: MemberSet]
  /// Segments with members that changed after the plan was made.
  let drifted: Set<SegmentName>
  let day: CalendarDay

  /// The segments that the run changed in the store or in the records.
  ///
  /// Later runs use them to refuse plans and journals that are older.
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

  /// The new records, given the current ones.
  ///
  /// Segments that are not in the plan keep theirs.
  func records(succeeding current: [RecordedSegment]) -> [RecordedSegment] {
    var records = current
    let outcomes = outcome.segments.keyed(by: \.name)
    for segment in plan.segments {
      let outcome = outcomes[segment.name]
      if segment.change == .stayAbsent || outcome?.deleted == true {
        records.removeAll { $0.name == segment.name.text || $0.id == segment.change.segmentID }
        continue
      }
      // A segment whose deletion failed keeps its record.
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
    // The next listing settles these. Otherwise a change of ours that shows late would be blamed on others. Members that others
    // added and whose removal failed stay unrecorded: they are still drift.
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
      intendedCount: after < segment.resultingCount || !unconfirmed.isEmpty ? segment.resultingCount : nil,
      liveCount: liveCount(of: segment, outcome, live: live.count)
    )
  }

  /// The number of members that the run has seen; `nil` if it changed some and did not see the result.
  private func liveCount(of segment: SegmentPlan, _ outcome: SegmentOutcome?, live: Int) -> Int? {
    if drifted.contains(segment.name) { return nil }
    guard let outcome, !(outcome.added.isEmpty && outcome.removed.isEmpty) else { return live }
    return outcome.verifiedCount
  }

  private func sources(of segment: SegmentPlan, _ members: MemberSet, succeeding known: MemberSources?) -> MemberSources? {
    // Plan files of older releases lack the sources of members.
    guard let sources = segment.sources else { return known?.withUnknownMembers }
    let next = sources.succeeding(known, members: members, isComplete: true)
    let isKnown = segment.kept.subtracting(MemberSet(next.lookedUp.map(\.profile))).isEmpty
    return isKnown ? next : next.withUnknownMembers
  }

  /// Removals add up over the days.
  ///
  /// If a person allows more than the segment's limit, counting starts again.
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
  /// Whether both records have the same name, mode and members.
  fileprivate func isSame(as other: RecordedSegment?) -> Bool {
    other.map { name == $0.name && mode == $0.mode && members == $0.members } ?? false
  }
}
