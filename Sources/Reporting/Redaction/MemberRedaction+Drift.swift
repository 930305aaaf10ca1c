package import Planning
import SegmentModel

extension MemberRedaction {
  /// The report without personal data in its names; members keep their ids until ``text(_:)``.
  package func drift(_ report: DriftReport) -> DriftReport {
    DriftReport(
      header: report.header,
      segments: report.segments.map { segment in
        var redacted = SegmentDriftReport(
          name: text(segment.name),
          id: segment.id,
          status: segment.status,
          declaration: segment.declaration,
          liveCount: segment.liveCount,
          desiredCount: segment.desiredCount,
          recordedCount: segment.recordedCount,
          added: segment.added,
          removed: segment.removed,
          strangers: segment.strangers,
          renamedTo: segment.renamedTo.map(text),
          unappliedAdditions: segment.unappliedAdditions,
          unappliedRemovals: segment.unappliedRemovals
        )
        redacted.notes = ChangeNotes(
          additions: segment.notes.additions.mapping(files: text, causes: \.self),
          removals: segment.notes.removals.mapping(files: text, causes: \.self)
        )
        return redacted
      },
      unmanaged: report.unmanaged.map(text)
    )
  }
}
