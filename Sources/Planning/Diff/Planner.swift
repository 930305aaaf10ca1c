package import Diagnostics
package import SegmentModel

/// Compares desired, live and recorded members; the same inputs give the same plan, to the byte.
package enum Planner {
  /// The plan that turns the live segments into the desired ones.
  ///
  /// `memberships` has the members of every live segment of `matching`. O(members).
  ///
  /// - Throws: ``UnlistedSegmentError`` when a listing is missing: an unread segment is not an empty segment.
  package static func plan(
    _ matching: SegmentMatching,
    memberships: [SegmentID: MemberSet],
    header: PlanHeader
  ) throws(UnlistedSegmentError) -> Plan {
    var segments: [SegmentPlan] = []
    for match in matching.matches {
      var live = MemberSet.empty
      if let id = match.live?.id {
        guard let members = memberships[id] else { throw UnlistedSegmentError(segment: match.desired.name.text) }
        live = members
      }
      segments.append(plan(match, live: live).judged(by: match.recorded, on: header.day))
    }
    return Plan(header: header, segments: segments, unmanagedCount: matching.unmanagedCount)
  }

  private static func plan(_ match: SegmentMatching.Match, live: MemberSet) -> SegmentPlan {
    let desired = match.desired.meeting(live: live)
    let recorded = match.recorded?.settled(by: live)
    let changes = membershipChanges(desired, live: live, recorded: recorded)
    var plan = SegmentPlan(
      name: desired.name,
      change: segmentChange(desired, live: match.live),
      mode: desired.mode,
      add: changes.add,
      newProfiles: desired.presence == .present ? desired.withoutProfile : [],
      remove: changes.remove,
      live: LiveFingerprint(of: live),
      desiredCount: desired.members.count + desired.withoutProfile.count,
      limits: SegmentLimits(desired.limits, allowsEmpty: desired.allowsEmpty)
    )
    plan.drift = drift(match, live: live, recorded: recorded)
    plan.kept = changes.kept
    plan.sources = desired.presence == .present ? desired.sources?.changes(since: recorded?.sources) : nil
    if let recorded { note(recorded, in: &plan) }
    plan.judgeOwnChanges()
    return plan
  }

  /// Notes the causes that follow from the record; Reconciliation adds the places, which need the manifests.
  private static func note(_ recorded: RecordedSegment, in plan: inout SegmentPlan) {
    for index in plan.add.indices where recorded.members.contains(plan.add[index]) {
      plan.notes.additions.set(.removedOutside, at: index)
    }
    for index in plan.remove.indices {
      let isRecorded = recorded.members.contains(plan.remove[index])
      plan.notes.removals.set(isRecorded ? .noLongerDeclared : .addedOutside, at: index)
    }
  }

  private static func segmentChange(_ desired: DesiredSegment, live: LiveSegment?) -> SegmentChange {
    switch (desired.presence, live) {
    case (.absent, nil):
      return .stayAbsent
    case (.absent, let live?):
      return .delete(live.id)
    case (.present, nil):
      return .create(description: desired.description ?? "")
    case (.present, let live?):
      let update = SegmentUpdate(
        name: live.name == desired.name.text ? nil : .init(from: live.name, to: desired.name.text),
        description: desired.description.flatMap { wanted in
          live.description == wanted ? nil : .init(from: live.description, to: wanted)
        }
      )
      return update.map { .update(live.id, $0) } ?? .keep(live.id)
    }
  }

  private static func membershipChanges(
    _ desired: DesiredSegment,
    live: MemberSet,
    recorded: RecordedSegment?
  ) -> (add: MemberSet, remove: MemberSet, kept: MemberSet) {
    // Deleting a segment is one action, without removing its members before.
    if desired.presence == .absent { return (.empty, .empty, .empty) }
    let (added, removed) = desired.members.difference(from: live)
    let kept = desired.kept.intersection(live)
    switch desired.mode {
    case .authoritative:
      return (added, removed, kept)
    case .additive:
      let ours = recorded?.membersAddedByTool ?? .empty
      return (added, removed.intersection(ours), kept.intersection(ours))
    }
  }

  private static func drift(_ match: SegmentMatching.Match, live: MemberSet, recorded: RecordedSegment?) -> SegmentDrift? {
    if match.vanished { return .vanished }
    guard let recorded, let segment = match.live else { return nil }
    let (added, removed) = live.difference(from: recorded.members)
    // Members that others add to an additive segment are not drift.
    let foreign = recorded.mode == .authoritative ? added.count : 0
    let renamedFrom = segment.name == recorded.name ? nil : recorded.name
    if foreign == 0 && removed.isEmpty && renamedFrom == nil { return nil }
    return .changed(added: foreign, removed: removed.count, renamedFrom: renamedFrom)
  }
}

/// The members of a segment to plan were not listed.
package struct UnlistedSegmentError: DiagnosedError, Hashable {
  /// The name in the manifest or in the store.
  package let segment: String

  package var diagnostics: [Diagnostic] {
    let summary = "the members of segment \"\(segment)\" were not read, so it cannot be planned"
    let detail = "Nothing was changed. This is a bug in this program; please report it with the command that led here."
    return [Diagnostic(("unlisted-segment", summary, detail))]
  }
}
