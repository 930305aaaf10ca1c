package import Planning
import SegmentModel

/// A plan as a comment on a pull request or merge request, and as the summary of a workflow.
///
/// Verdict first, then problems, then a table of the segments, then their members in blocks to open. When the page would grow beyond its
/// limit, members are cut first, then blocks, then rows of the table, and problems last; what was cut is counted.
package struct MarkdownReport: Sendable {
  /// The longest comment that GitHub takes; GitLab takes more.
  package static let standardLength = 65_536
  /// Enough for the verdict, one line of each kind, and the counts of what was cut.
  package static let shortestLength = 1_024
  /// The first line: a program finds its own comment by it, to update that instead of adding another.
  package static let marker = "<!-- segplan:plan -->"

  /// Enough for every line that says what was cut, and for the last line.
  static let reserve = 600

  let limit: Int

  /// - Parameter limit: The most characters of the page; less than ``shortestLength`` counts as that.
  package init(limit: Int = standardLength) { self.limit = max(limit, Self.shortestLength) }

  /// The whole page, with a line break at its end.
  ///
  /// Linear in the plan's segments and in what is shown.
  package func text(_ review: Review) -> String {
    var page = MarkdownPage(limit: limit)
    page.append("\(Self.marker)\n### \(Self.title(review))\n\n\(Self.verdict(review))\n")
    MarkdownProblems(problems: review.problems).append(to: &page, reserving: Self.reserve)
    if let plan = review.plan {
      MarkdownList(items: Self.drift(plan), noun: "segment that drifted", nouns: "segments that drifted")
        .append(to: &page, reserving: Self.reserve)
      let table = MarkdownTable(plan.segments.filter(\.hasChanges), findings: review.findings)
      let moves = Moves(plan)
      // A table that was cut says enough; blocks of the segments above the cut would only look like the whole.
      if table.append(to: &page, reserving: Self.reserve) {
        MemberBlocks(
          blocks: table.segments.map { MemberBlock($0, moves, at: Timestamp(plan.header.createdAt) ?? Timestamp(seconds: 0)) },
          remainder: "The plan itself lists them all."
        )
        .append(to: &page, reserving: Self.reserve)
      }
      page.append("\n<sub>\(MarkdownText.escaped(PlanReport.origin(of: plan), atMost: 400))</sub>\n")
    }
    return page.text
  }

  /// The verdict in a few words.
  static func title(_ review: Review) -> String {
    switch review.verdict {
    case .unchanged: "segplan: no changes"
    case .changes: "segplan: changes to apply"
    case .stopped: "segplan: stopped by a guardrail"
    case .failed: "segplan: nothing was planned"
    }
  }

  /// What changed in the store outside segapply since the last apply.
  private static func drift(_ plan: Plan) -> [String] {
    plan.segments.compactMap { segment in
      segment.drift.map { drift in
        "**Drift** in \(MarkdownText.code(segment.name.text)): "
          + MarkdownText.escaped(PlanReport.words(drift, of: segment), atMost: MarkdownProblems.longestText)
      }
    }
  }

  /// The plan in one line.
  private static func verdict(_ review: Review) -> String {
    guard let plan = review.plan else {
      return "**\(Quantity.of(review.errorCount, "problem"))** must be fixed first."
    }
    let partial = PlanReport.partial(plan).map { "\n\n" + MarkdownText.escaped($0, atMost: 600) } ?? ""
    let summary = "**\(PlanReport.summary(of: plan))**" + partial
    return review.verdict == .stopped ? "\(summary) An apply would stop before its first write." : summary
  }
}
