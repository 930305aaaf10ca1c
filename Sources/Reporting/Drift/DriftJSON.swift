package import Planning
import SegmentModel

/// Drift for machines, in version 2 of `docs/schemas/drift.schema.json`.
package enum DriftJSON {
  package static func text(_ report: DriftReport) -> String {
    let state = report.header.state.map { ["lineage": .text($0.lineage), "serial": .number($0.serial)] as JSONValue }
    return JSONText.document([
      "version": 2,
      "tool_version": .text(report.header.toolVersion),
      "checked_at": .text(report.header.checkedAt),
      "store": .text(report.header.store),
      "state": state ?? .absent,
      "can_tell": .flag(report.canTell),
      "has_drift": .flag(report.hasDrift),
      "summary": summary(report),
      "segments": .list(report.segments.map(segment)),
      "unmanaged": JSONValue(report.unmanaged),
    ])
  }

  /// The counts of a report, without ids and names.
  static func summary(_ report: DriftReport) -> JSONValue {
    [
      "segments_checked": .number(report.segments.count),
      "segments_drifted": .number(report.drifted.count),
      "segments_deleted": .number(report.segments.count { $0.status == .deleted }),
      "segments_appeared": .number(report.segments.count { $0.status == .appeared }),
      "segments_renamed": .number(report.segments.count { $0.renamedTo != nil }),
      "segments_unmanaged": .number(report.unmanaged.count),
      "members_added": .number(report.membersAdded),
      "members_removed": .number(report.membersRemoved),
      "members_unapplied": .number(report.unappliedMembers),
      "segments_unapplied": .number(report.unapplied.count),
      "segments_checked_by_count": .number(report.checkedByCount.count),
    ]
  }

  private static func segment(_ segment: SegmentDriftReport) -> JSONValue {
    [
      "name": .text(segment.name),
      "id": JSONValue(segment.id?.description),
      "status": .text(segment.status.rawValue),
      "declaration": .text(segment.declaration.rawValue),
      "has_drift": .flag(segment.hasDrift),
      "checked_by_count": .flag(segment.isCheckedByCount),
      "live_count": .number(segment.liveCount),
      "desired_count": JSONValue(segment.desiredCount),
      "recorded_count": JSONValue(segment.recordedCount),
      "renamed_to": JSONValue(segment.renamedTo),
      "added": members(segment.added, segment.notes.additions),
      "removed": members(segment.removed, segment.notes.removals),
      "strangers": .number(segment.strangers),
      "unapplied_additions": .number(segment.unappliedAdditions),
      "unapplied_removals": .number(segment.unappliedRemovals),
      "unapplied_change": JSONValue(segment.unappliedChange?.rawValue),
    ]
  }

  private static func members(_ members: DriftedMembers, _ notes: MemberNotes) -> JSONValue {
    func list(_ set: MemberSet) -> JSONValue { .list(set.map { JSONValue($0, notes[$0]) }) }
    return [
      "contradicting": list(members.contradicting), "undeclared": list(members.undeclared), "agreeing": list(members.agreeing),
    ]
  }
}
