package import Planning
import SegmentModel

extension MemberRedaction {
  /// The report without personal data in its names; members keep their ids until ``text(_:)``.
  package func drift(_ report: DriftReport) -> DriftReport {
    DriftReport(
      header: report.header,
      segments: report.segments.map { segment in
        var redacted = segment
        redacted.name = text(segment.name)
        redacted.renamedTo = segment.renamedTo.map(text)
        redacted.notes.additions = segment.notes.additions.mapping(files: text, causes: \.self)
        redacted.notes.removals = segment.notes.removals.mapping(files: text, causes: \.self)
        return redacted
      },
      unmanaged: report.unmanaged.map(text)
    )
  }
}
