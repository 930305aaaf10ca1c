package import Planning
import SegmentModel

/// Drift as one HTML file.
package struct DriftHTML: Sendable {
  private let redaction: MemberRedaction?
  private let filter: @Sendable (String) -> String

  /// - Parameters:
  ///   - redaction: Takes ids and customer numbers out; `nil` where they may be seen.
  ///   - filter: What all text of the page passes through, but not its style sheet and script.
  package init(redaction: MemberRedaction? = nil, filter: @escaping @Sendable (String) -> String = { $0 }) {
    self.redaction = redaction
    self.filter = filter
  }

  /// The whole document.
  ///
  /// Linear in the report.
  package func text(_ report: DriftReport) -> String {
    let drifted = report.drifted
    return HTMLPage(
      title: "segplan: \(DriftMarkdown.title(report))",
      tone: report.hasDrift ? .warning : .good,
      summary: DriftText.summary(of: report),
      notes: DriftText.note(report).map { [$0] } ?? [],
      facts: [("Store", report.header.store), ("Checked", report.header.checkedAt)],
      segments: HTMLSegmentTable(
        columns: [
          .init(title: "What happened", isNumber: false), .init(title: "+"), .init(title: "−"), .init(title: "Recorded"),
          .init(title: "Live"), .init(title: "Declared"),
        ],
        rows: drifted.map(Self.row),
        legend: "Grey members are as recorded, red ones are gone, green ones came."
      ),
      members: drifted.isEmpty ? nil : members(drifted, canTell: report.canTell),
      origin: DriftMarkdown.origin(report)
    ).text(filter)
  }

  private static func row(_ segment: SegmentDriftReport) -> HTMLSegmentTable.Row {
    func count(_ value: Int) -> String { value == 0 ? "" : Quantity.number(value) }
    return HTMLSegmentTable.Row(
      name: segment.name,
      cells: [
        DriftMarkdown.what(segment) { VisibleText.quoted($0) }, count(segment.added.count), count(segment.removed.count),
        segment.recordedCount.map(Quantity.number) ?? "", Quantity.number(segment.liveCount),
        segment.desiredCount.map(Quantity.number) ?? "",
      ],
      bar: .init(
        kept: max(segment.liveCount - segment.added.count, 0),
        added: segment.added.count,
        removed: segment.removed.count
      )
    )
  }

  private func members(_ drifted: [SegmentDriftReport], canTell: Bool) -> HTMLMemberTable {
    let groups = drifted.flatMap { segment in
      [
        HTMLMemberTable.Group(segment: segment.name, action: "add", notes: segment.notes.additions),
        HTMLMemberTable.Group(segment: segment.name, action: "remove", notes: segment.notes.removals),
      ]
    }
    return HTMLMemberTable(
      segments: drifted.map(\.name),
      groups: groups.filter { $0.notes.count > 0 },
      actions: canTell ? [("add", "added"), ("remove", "removed")] : [("add", "not declared"), ("remove", "not live")],
      redaction: redaction
    )
  }
}
