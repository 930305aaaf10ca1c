import Planning
import SegmentModel

/// A row a segment that changes: what happens, how many members come and go, how many there are before and after.
struct MarkdownTable {
  private static let head = """

    | | Segment | + | - | ~ | Live → after |
    |:-:|---|--:|--:|:-:|--:|

    """
  private static let headWithCauses = """

    | | Segment | + | - | ~ | Live → after | Cause |
    |:-:|---|--:|--:|:-:|--:|---|

    """
  /// The most characters of a row's causes.
  private static let maximumCause = 120

  /// In the order of the rows.
  let segments: [SegmentPlan]

  /// Riskiest first: deletions, segments with a finding of a guardrail, reverted drift, then by the number of changed members.
  init(_ segments: [SegmentPlan], findings: [GuardrailFinding]) {
    let found = Set(findings.compactMap(\.segment))
    func risk(_ segment: SegmentPlan) -> Int {
      if case .delete = segment.change { return 0 }
      if found.contains(segment.name) { return 1 }
      let reverted = segment.notes.additions.count(where: \.revertsDrift) + segment.notes.removals.count(where: \.revertsDrift)
      return reverted > 0 ? 2 : 3
    }
    self.segments = segments.map { (risk($0), -$0.additionCount - $0.remove.count, $0) }
      .sorted { ($0.0, $0.1, $0.2.name) < ($1.0, $1.1, $1.2.name) }.map(\.2)
  }

  /// Adds as many rows as fit and says how many do not.
  ///
  /// Causes are left out where there is no room for them in every row.
  ///
  /// - Returns: Whether all of them fit.
  func append(to page: inout MarkdownPage, reserving reserve: Int) -> Bool {
    var head = Self.headWithCauses
    var rows = segments.map { Self.row($0, [Self.cause($0)]) }
    if rows.reduce(head.utf8.count, { $0 + $1.utf8.count }) > page.room(reserving: reserve) {
      head = Self.head
      rows = segments.map { Self.row($0, []) }
    }
    return page.append(head: head, rows: rows, of: "changed segment", reserving: reserve)
  }

  private static func row(_ segment: SegmentPlan, _ causes: [String]) -> String {
    let live = Quantity.number(segment.live.count)
    let after = if case .delete = segment.change { "gone" } else { Quantity.number(segment.resultingCount) }
    let cells =
      [
        MarkdownSegment.sign(segment),
        MarkdownText.code(segment.name.text),
        count(segment.additionCount),
        count(segment.remove.count),
        MarkdownSegment.changedFields(segment).joined(separator: ", "),
        "\(live) → \(after)",
      ] + causes
    // Without blanks: a thousand rows have to fit, and nobody reads them raw.
    return "|\(cells.joined(separator: "|"))|\n"
  }

  private static func cause(_ segment: SegmentPlan) -> String {
    MarkdownText.escaped(causes(segment), atMost: maximumCause)
  }

  /// Why members come and go, the most frequent causes alone.
  static func causes(_ segment: SegmentPlan) -> String {
    let (additions, removals) = (segment.notes.additions, segment.notes.removals)
    var parts: [String] = []
    if additions.count > 0 { parts.append("+ " + MemberWords.groups(additions, of: 0..<additions.count, maximum: 2)) }
    if removals.count > 0 { parts.append("- " + MemberWords.groups(removals, of: 0..<removals.count, maximum: 2)) }
    return parts.joined(separator: "; ")
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
