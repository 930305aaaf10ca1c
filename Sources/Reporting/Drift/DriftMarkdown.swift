package import Planning
import SegmentModel

/// Drift as an issue or a comment: verdict, a table of the segments, the members in blocks to open.
///
/// Cut as ``MarkdownReport`` is.
package struct DriftMarkdown: Sendable {
  /// The first line: a program finds its own issue or comment by it.
  package static let marker = "<!-- segplan:drift -->"
  private static let head = """

    | Segment | What happened | + | - | Live | Recorded | Declared |
    |---|---|--:|--:|--:|--:|--:|

    """

  let limit: Int

  /// - Parameter limit: The most characters of the page; less than ``MarkdownReport/shortestLength`` counts as that.
  package init(limit: Int = MarkdownReport.standardLength) { self.limit = max(limit, MarkdownReport.shortestLength) }

  /// The whole page, with a line break at its end.
  package func text(_ report: DriftReport) -> String {
    let reserve = MarkdownReport.reserve
    var page = MarkdownPage(limit: limit)
    page.append("\(Self.marker)\n### segplan: \(Self.title(report))\n\n**\(DriftText.summary(of: report))**\n")
    if let note = DriftText.note(report) { page.append("\n\(note)\n") }
    let drifted = report.drifted
    if page.append(head: Self.head, rows: drifted.map(Self.row), of: "segment", reserving: reserve) {
      MemberBlocks(
        blocks: drifted.map { Self.block($0, canTell: report.canTell) },
        remainder: "`segplan drift --format json` lists them all."
      )
      .append(to: &page, reserving: reserve)
    }
    page.append("\n<sub>\(MarkdownText.escaped(Self.origin(report), atMost: 200))</sub>\n")
    return page.text
  }

  static func title(_ report: DriftReport) -> String {
    if !report.hasDrift { return report.canTell ? "no drift" : "no differences" }
    return report.canTell ? "the store has drifted" : "the store differs"
  }

  static func origin(_ report: DriftReport) -> String {
    let state = report.header.state.map { "state serial \($0.serial) of lineage \($0.lineage)" } ?? "no state"
    return
      "Looked at \(report.header.checkedAt) at the store \(report.header.store), by segplan \(report.header.toolVersion) with \(state)."
  }

  private static func row(_ segment: SegmentDriftReport) -> String {
    let cells = [
      MarkdownText.code(segment.name), what(segment, name: MarkdownText.code), count(segment.added.count),
      count(segment.removed.count),
      Quantity.number(segment.liveCount), segment.recordedCount.map(Quantity.number) ?? "",
      segment.desiredCount.map(Quantity.number) ?? "",
    ]
    return "|\(cells.joined(separator: "|"))|\n"
  }

  /// What became of the segment itself, in a word.
  static func what(_ segment: SegmentDriftReport, name: (String) -> String) -> String {
    switch segment.status {
    case .deleted: "deleted"
    case .appeared: "appeared"
    case .present, .pending, .absent: segment.renamedTo.map { "renamed to \(name($0))" } ?? ""
    }
  }

  private static func count(_ value: Int) -> String { value == 0 ? "" : Quantity.number(value) }

  private static func block(_ segment: SegmentDriftReport, canTell: Bool) -> MemberBlock {
    MemberBlock(
      summary:
        "\(MarkdownText.code(segment.name)): \(MarkdownText.escaped(DriftText.words(segment, canTell: canTell), atMost: 200))",
      lines: "",
      added: segment.notes.additions,
      removed: segment.notes.removals
    )
  }
}
