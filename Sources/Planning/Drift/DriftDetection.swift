package import SegmentModel

/// Compares live segments with recorded and desired ones.
package enum DriftDetection {
  /// A report of every subject.
  ///
  /// `memberships` has the members of every live segment of `subjects`; those of `counted` are only checked by count. O(members).
  ///
  /// - Throws: ``UnlistedSegmentError`` when a listing is missing: an unread segment has not lost its members.
  package static func report(
    _ subjects: DriftSubjects,
    memberships: [SegmentID: MemberSet],
    counted: Set<SegmentID> = [],
    header: DriftReport.Header
  ) throws(UnlistedSegmentError) -> DriftReport {
    var segments: [SegmentDriftReport] = []
    for subject in subjects.subjects {
      var live = MemberSet.empty
      if let segment = subject.live {
        guard let members = memberships[segment.id] else { throw UnlistedSegmentError(segment: segment.name) }
        live = members
      }
      var report = report(subject, live: live, hasState: header.state != nil)
      report.isCheckedByCount = subject.live.map { counted.contains($0.id) } ?? false
      segments.append(report)
    }
    return DriftReport(header: header, segments: segments, unmanaged: subjects.unmanaged)
  }

  private static func report(_ subject: DriftSubjects.Subject, live: MemberSet, hasState: Bool) -> SegmentDriftReport {
    let expectedName = subject.recorded?.name ?? (hasState ? nil : subject.desired?.name.text)
    var report = SegmentDriftReport(
      name: subject.desired?.name.text ?? subject.recorded?.name ?? "",
      id: subject.live?.id ?? subject.recorded?.id ?? subject.desired?.pinnedID,
      status: status(subject, hasState: hasState),
      declaration: declaration(subject.desired),
      liveCount: live.count,
      desiredCount: subject.desired?.members.count,
      recordedCount: subject.recorded?.members.count,
      renamedTo: expectedName.flatMap { expected in subject.live.flatMap { $0.name == expected ? nil : $0.name } }
    )
    report.compareMembers(subject, live: live, hasState: hasState)
    if hasState { report.compareDeclaration(subject) }
    // The causes name what happened, not what a plan would do about it.
    report.notes = ChangeNotes(
      additions: MemberNotes(report.added.all, cause: .addedOutside),
      removals: MemberNotes(report.removed.all, cause: .removedOutside)
    )
    return report
  }

  private static func status(_ subject: DriftSubjects.Subject, hasState: Bool) -> SegmentDriftReport.Status {
    let isWanted = subject.desired?.presence == .present
    switch (subject.recorded, subject.live) {
    case (.some, .some): return .present
    case (.some, nil): return .deleted
    case (nil, .some): return hasState && isWanted ? .appeared : .present
    case (nil, nil): return isWanted ? .pending : .absent
    }
  }

  private static func declaration(_ desired: DesiredSegment?) -> SegmentDriftReport.Declaration {
    guard let desired else { return .none }
    if desired.presence == .absent { return .absent }
    return desired.mode == .authoritative ? .authoritative : .additive
  }
}

extension SegmentDriftReport {
  /// Notes what an apply would do to the segment itself.
  ///
  /// To take back a rename or a deletion by others is not unapplied. The record has no description, so a different one counts as
  /// declared and not applied.
  fileprivate mutating func compareDeclaration(_ subject: DriftSubjects.Subject) {
    guard let desired = subject.desired else { return }
    switch (desired.presence, subject.live) {
    case (.present, nil) where subject.recorded == nil:
      unappliedChange = .create
      unappliedAdditions = desired.members.subtracting(desired.kept).count
    case (.present, let live?):
      let isRenamed = renamedTo == nil && live.name != desired.name.text
      if isRenamed || desired.description.map({ $0 != live.description }) == true { unappliedChange = .update }
    case (.absent, .some): unappliedChange = .delete
    case (_, nil): return
    }
    if desired.presence == .present { unappliedAdditions += desired.withoutProfile.count }
  }

  fileprivate mutating func compareMembers(_ subject: DriftSubjects.Subject, live: MemberSet, hasState: Bool) {
    let wanted = subject.desired?.presence == .present ? subject.desired?.meeting(live: live) : nil
    guard let recorded = subject.recorded?.settled(by: live) else {
      // The segment has no record. Without a state every difference counts as drift; with one it is a change to apply.
      guard let wanted, subject.live != nil || !hasState else { return }
      let (missing, others) = wanted.members.difference(from: live)
      let isAdditive = wanted.mode == .additive
      strangers = isAdditive ? others.count : 0
      if hasState {
        unappliedAdditions = missing.count
        unappliedRemovals = isAdditive ? 0 : others.count
      } else {
        removed = DriftedMembers(contradicting: missing)
        if !isAdditive { added = DriftedMembers(contradicting: others) }
      }
      return
    }
    // The members of a deleted segment do not count one by one.
    guard subject.live != nil else { return }
    let (came, left) = live.difference(from: recorded.members)
    removed = Self.left(left, wanted)
    if recorded.mode == .additive {
      // Members that others add are not drift, declared or not: no apply records them as its own.
      strangers = came.count - (wanted.map { came.intersection($0.members).count } ?? 0)
    } else {
      added = Self.came(came, wanted)
    }
    guard let wanted else { return }
    unappliedAdditions = wanted.members.subtracting(live).subtracting(left).count
    // segapply removes only its own members from an additive segment.
    unappliedRemovals = live.intersection(recorded.members).subtracting(wanted.members).count
    if wanted.mode == .additive && recorded.mode == .authoritative { unappliedRemovals = 0 }
  }

  private static func came(_ members: MemberSet, _ wanted: DesiredSegment?) -> DriftedMembers {
    guard let wanted else { return DriftedMembers(undeclared: members) }
    let others = members.subtracting(wanted.members)
    return DriftedMembers(
      contradicting: wanted.mode == .authoritative ? others : .empty,
      undeclared: wanted.mode == .additive ? others : .empty,
      agreeing: members.intersection(wanted.members)
    )
  }

  private static func left(_ members: MemberSet, _ wanted: DesiredSegment?) -> DriftedMembers {
    guard let wanted else { return DriftedMembers(undeclared: members) }
    return DriftedMembers(contradicting: members.intersection(wanted.members), agreeing: members.subtracting(wanted.members))
  }
}
