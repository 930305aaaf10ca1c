import Planning
import SegmentModel

/// A row a segment that changes: what happens, how many members come and go, how many there are before and after.
struct MarkdownTable {
  private static let head = """

    | | Segment | + | - | ~ | Live → after |
    |:-:|---|--:|--:|:-:|--:|

    """

  let segments: [SegmentPlan]

  /// Adds as many rows as fit and says how many do not.
  ///
  /// - Returns: Whether all of them fit.
  func append(to page: inout MarkdownPage, reserving reserve: Int) -> Bool {
    guard !segments.isEmpty else { return true }
    guard page.append(Self.head, reserving: reserve) else {
      page.append("\n\(Quantity.of(segments.count, "changed segment")) not shown here.\n")
      return false
    }
    var shown = 0
    for segment in segments {
      guard page.append(Self.row(segment), reserving: reserve) else { break }
      shown += 1
    }
    if shown == segments.count { return true }
    page.append("\n… and \(Quantity.of(segments.count - shown, "more changed segment")), not shown here.\n")
    return false
  }

  private static func row(_ segment: SegmentPlan) -> String {
    let live = Quantity.number(segment.live.count)
    let after = if case .delete = segment.change { "gone" } else { Quantity.number(segment.resultingCount) }
    let cells = [
      MarkdownSegment.sign(segment),
      MarkdownText.code(segment.name.text),
      count(segment.additionCount),
      count(segment.remove.count),
      MarkdownSegment.changedFields(segment).joined(separator: ", "),
      "\(live) → \(after)",
    ]
    // Without blanks: a thousand rows have to fit, and nobody reads them raw.
    return "|\(cells.joined(separator: "|"))|\n"
  }

  private static func count(_ members: Int) -> String { members == 0 ? "" : Quantity.number(members) }
}

/// Words that table and blocks share.
enum MarkdownSegment {
  /// `+` create, `~` update, `-` delete.
  static func sign(_ segment: SegmentPlan) -> String {
    switch segment.change {
    case .create: "+"
    case .delete: "-"
    case .update, .keep, .stayAbsent: "~"
    }
  }

  /// What changes in the segment itself.
  static func changedFields(_ segment: SegmentPlan) -> [String] {
    guard case .update(_, let update) = segment.change else { return [] }
    return [update.name.map { _ in "name" }, update.description.map { _ in "description" }].compactMap { $0 }
  }
}
