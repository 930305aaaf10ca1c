package import Planning
import SegmentModel

/// A plan, drift or an apply as a comment on a pull request, an issue, or the summary of a workflow.
///
/// The verdict comes first, then problems, then a table of segments, then their members in blocks to open. If the page
/// would exceed its limit, members are cut first, then blocks, then rows of the table, and problems last. The page says
/// how much was cut.
package struct MarkdownReport: Sendable {
  /// The maximum length of a comment on GitHub; GitLab allows more.
  package static let standardLength = 65_536
  /// Enough for the verdict, one line of each kind, and the counts of what was cut.
  package static let minimumLength = 1_024
  /// The maximum length of a row's causes.
  private static let maximumCause = 120

  let limit: Int

  /// - Parameter limit: The maximum number of characters, at least ``minimumLength``.
  package init(limit: Int = standardLength) { self.limit = max(limit, Self.minimumLength) }

  /// Linear in the plan's segments and in what is shown.
  package func text(_ review: Review) -> String {
    let origin = review.plan.map { PlanReport.origin(of: $0, id: review.planID) }
    return page("segplan:plan", title: Self.title(review), verdict: Self.verdict(review), origin: origin) { page in
      page.append(review.problems)
      guard let plan = review.plan else { return }
      let drift = plan.segments.compactMap { segment in
        segment.driftWords.map { words in
          let words = MarkdownText.escaped(words, atMost: MarkdownPage.maximumText)
          return "**Drift** in \(MarkdownText.code(segment.name.text)): \(words)"
        }
      }
      page.append(drift, of: "drifted segment")
      let segments = plan.segmentsByRisk(review.findings)
      // Without the whole table, blocks for some of its segments would look complete.
      guard append(segments, to: &page) else { return }
      let moves = Moves(plan)
      page.append(segments.map { MemberBlock($0, moves, at: plan.creationTime) }, remainder: "The plan itself lists them all.")
    }
  }

  package func text(_ report: DriftReport) -> String {
    let verdict = "**\(DriftText.summary(of: report))**" + (DriftText.note(report).map { "\n\n\($0)" } ?? "")
    return page("segplan:drift", title: DriftText.title(report), verdict: verdict, origin: DriftText.origin(report)) { page in
      let head = """

        | Segment | What happened | + | - | Live | Recorded | Declared |
        |---|---|--:|--:|--:|--:|--:|

        """
      let rows = report.drifted.map { segment in
        let counts = [segment.liveCount, segment.recordedCount, segment.desiredCount].map { $0.map(Quantity.number) ?? "" }
        return Self.row([MarkdownText.code(segment.name)] + DriftText.cells(segment, name: MarkdownText.code) + counts)
      }
      guard page.append(head: head, rows: rows, of: "segment") else { return }
      let blocks = report.drifted.map { segment in
        let words = MarkdownText.escaped(DriftText.words(segment, canTell: report.canTell), atMost: 200)
        return MemberBlock(
          summary: "\(MarkdownText.code(segment.name)): \(words)",
          added: segment.notes.additions,
          removed: segment.notes.removals
        )
      }
      page.append(blocks, remainder: "`segplan drift --format json` lists them all.")
    }
  }

  package func text(_ report: ApplyReport) -> String {
    let verdict = "**\(OutcomeReport.summary(of: report))**"
    let (title, origin) = (OutcomeReport.title(of: report), OutcomeReport.origin(of: report))
    return page("segapply:report", title: title, verdict: verdict, origin: origin) { page in
      page.append(report.problems)
      let head = """

        | Segment | + done | - done | Unconfirmed | Not done | What was done |
        |---|--:|--:|--:|--:|---|

        """
      let rows = report.segments.map { plan, outcome in
        let words = MarkdownText.escaped(OutcomeReport.words(plan, outcome))
        return Self.row([MarkdownText.code(plan.name.text)] + OutcomeReport.cells(plan, outcome) + [words])
      }
      _ = page.append(head: head, rows: rows, of: "segment")
      page.append(report.segments.compactMap(Self.undone), remainder: "`--report csv=FILE` lists them all.")
    }
  }

  /// The frame of all three reports; a program finds its own comment by the marker in the first line, to update it.
  private func page(
    _ marker: String,
    title: String,
    verdict: String,
    origin: String?,
    _ content: (inout MarkdownPage) -> Void
  ) -> String {
    var page = MarkdownPage(limit: limit)
    page.append("<!-- \(marker) -->\n### \(title)\n\n\(verdict)\n", fromReserve: true)
    content(&page)
    if let origin { page.append("\n<sub>\(MarkdownText.escaped(origin, atMost: 400))</sub>\n", fromReserve: true) }
    return page.text
  }

  /// Rows have no blanks around their cells: a thousand rows have to fit.
  private static func row(_ cells: [String]) -> String { "|\(cells.joined(separator: "|"))|\n" }
}

extension MarkdownReport {
  /// The verdict in a few words.
  static func title(_ review: Review) -> String {
    switch review.verdict {
    case .unchanged: "segplan: no changes"
    case .changes: "segplan: changes to apply"
    case .stopped: "segplan: stopped by a guardrail"
    case .failed: "segplan: nothing was planned"
    }
  }

  /// The plan in one line.
  private static func verdict(_ review: Review) -> String {
    guard let plan = review.plan else { return "**\(Quantity.of(review.errorCount, "problem"))** must be fixed first." }
    let partial = PlanReport.partial(plan).map { "\n\n" + MarkdownText.escaped($0, atMost: 600) } ?? ""
    let summary = "**\(PlanReport.summary(of: plan))**" + partial
    return review.verdict == .stopped ? "\(summary) An apply would stop before its first write." : summary
  }

  /// Adds the table of planned segments, without causes if there is no room for those of all rows; says whether all
  /// rows fit.
  private func append(_ segments: [SegmentPlan], to page: inout MarkdownPage) -> Bool {
    func table(hasCauses: Bool) -> (head: String, rows: [String]) {
      let head = """

        | | Segment | + | - | ~ | Live → after |\(hasCauses ? " Cause |" : "")
        |:-:|---|--:|--:|:-:|--:|\(hasCauses ? "---|" : "")

        """
      return (head, segments.map { Self.row($0, hasCause: hasCauses) })
    }
    var (head, rows) = table(hasCauses: true)
    if rows.reduce(head.utf8.count, { $0 + $1.utf8.count }) > page.room { (head, rows) = table(hasCauses: false) }
    return page.append(head: head, rows: rows, of: "changed segment")
  }

  private static func row(_ segment: SegmentPlan, hasCause: Bool) -> String {
    let after = segment.isDeleted ? "gone" : Quantity.number(segment.resultingCount)
    let cells = [
      segment.sign, MarkdownText.code(segment.name.text), Quantity.cell(segment.additionCount),
      Quantity.cell(segment.remove.count), segment.changedFields.joined(separator: ", "),
      "\(Quantity.number(segment.live.count)) → \(after)",
    ]
    return row(hasCause ? cells + [MarkdownText.escaped(segment.causeWords, atMost: maximumCause)] : cells)
  }

  /// The members of a segment that were not done; `nil` if all were.
  private static func undone(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> MemberBlock? {
    let undone = OutcomeReport.undoneMembers(of: outcome)
    if undone == 0 { return nil }
    let members = outcome.failures.reduce(MemberSet.empty) { $0.union($1.members) }
    let customers = Set(outcome.failures.flatMap(\.customers))
    return MemberBlock(
      summary: "\(MarkdownText.code(plan.name.text)): \(Quantity.of(undone, "member")) not done",
      added: plan.notes.additions.restricted(
        to: plan.add.intersection(members),
        newProfiles: plan.newProfiles.filter(customers.contains)
      ),
      removed: plan.notes.removals.restricted(to: plan.remove.intersection(members))
    )
  }
}
