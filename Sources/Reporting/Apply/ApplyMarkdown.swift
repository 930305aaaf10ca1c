package import Planning
import SegmentModel

/// What an apply did, as a comment: verdict, problems, a table of the segments, and the members that were not done.
///
/// Cut as ``MarkdownReport`` is.
package struct ApplyMarkdown: Sendable {
  /// The first line: a program finds its own comment by it.
  package static let marker = "<!-- segapply:report -->"
  private static let head = """

    | Segment | + done | - done | Unconfirmed | Not done | What was done |
    |---|--:|--:|--:|--:|---|

    """

  let limit: Int

  /// - Parameter limit: The most characters of the page; less than ``MarkdownReport/shortestLength`` counts as that.
  package init(limit: Int = MarkdownReport.standardLength) { self.limit = max(limit, MarkdownReport.shortestLength) }

  /// The whole page, with a line break at its end.
  package func text(_ report: ApplyReport) -> String {
    let reserve = MarkdownReport.reserve
    var page = MarkdownPage(limit: limit)
    page.append("\(Self.marker)\n### \(OutcomeReport.title(of: report))\n\n**\(OutcomeReport.summary(of: report))**\n")
    MarkdownProblems(problems: report.problems).append(to: &page, reserving: reserve)
    let segments = report.segments
    page.append(head: Self.head, rows: segments.map(Self.row), of: "segment", reserving: reserve)
    MemberBlocks(blocks: segments.compactMap(Self.block), remainder: "`--report csv=FILE` lists them all.")
      .append(to: &page, reserving: reserve)
    page.append("\n<sub>\(MarkdownText.escaped(OutcomeReport.origin(of: report), atMost: 400))</sub>\n")
    return page.text
  }

  private static func row(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> String {
    let cells =
      [MarkdownText.code(plan.name.text)] + OutcomeReport.numbers(plan, outcome) + [
        MarkdownText.escaped(OutcomeReport.words(plan, outcome))
      ]
    return "|\(cells.joined(separator: "|"))|\n"
  }

  /// The members of a segment that were not done; `nil` if all were.
  private static func block(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> MemberBlock? {
    let undone = OutcomeReport.undoneMembers(of: outcome)
    if undone == 0 { return nil }
    let members = outcome.failures.reduce(MemberSet.empty) { $0.union($1.members) }
    let customers = Set(outcome.failures.flatMap(\.customers))
    return MemberBlock(
      summary: "\(MarkdownText.code(plan.name.text)): \(Quantity.of(undone, "member")) not done",
      lines: "",
      added: plan.notes.additions.restricted(
        to: plan.add.intersection(members),
        newProfiles: plan.newProfiles.filter(customers.contains)
      ),
      removed: plan.notes.removals.restricted(to: plan.remove.intersection(members))
    )
  }
}
