package import Planning
import SegmentModel

/// What an apply did, as one HTML file with what came of every change.
package struct ApplyHTML: Sendable {
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
  /// Linear in the changes.
  package func text(_ report: ApplyReport) -> String {
    let segments = report.segments
    let groups = segments.flatMap(Self.groups).filter { $0.notes.count > 0 }
    return HTMLPage(
      title: OutcomeReport.title(of: report),
      tone: Self.tone(report),
      summary: OutcomeReport.summary(of: report),
      facts: [
        ("Store", report.header.store), ("By", report.header.who), ("Started", report.header.startedAt),
        ("Finished", report.header.finishedAt),
      ],
      problems: report.problems,
      segments: HTMLSegmentTable(
        columns: [
          .init(title: "+ done"), .init(title: "− done"), .init(title: "Unconfirmed"), .init(title: "Not done"),
          .init(title: "What was done", isNumber: false),
        ],
        rows: segments.map(Self.row),
        legend: "Grey members stayed, red ones went, green ones came."
      ),
      members: groups.isEmpty
        ? nil
        : HTMLMemberTable(
          segments: segments.map(\.plan.name.text),
          groups: groups,
          actions: [("add", "add"), ("remove", "remove")],
          redaction: redaction
        ),
      origin: OutcomeReport.origin(of: report)
    ).text(filter)
  }

  private static func tone(_ report: ApplyReport) -> HTMLPage.Tone {
    switch report.ending {
    case .unchanged, .complete: report.problems.isEmpty ? .good : .warning
    case .incomplete, .interrupted, .declined: .warning
    case .failed: .bad
    }
  }

  private static func row(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> HTMLSegmentTable.Row {
    let removed = outcome.deleted ? plan.live.count : outcome.removed.count
    return HTMLSegmentTable.Row(
      sign: MarkdownSegment.sign(plan),
      name: plan.name.text,
      notes: PlanReport.changes(of: plan),
      cells: OutcomeReport.numbers(plan, outcome) + [OutcomeReport.words(plan, outcome)],
      bar: .init(kept: max(plan.live.count - removed, 0), added: outcome.added.count, removed: removed)
    )
  }

  private static func groups(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> [HTMLMemberTable.Group] {
    let results = SegmentResults(outcome)
    return [("add", plan.additionNotes), ("remove", plan.removalNotes)].map { action, notes in
      HTMLMemberTable.Group(
        segment: plan.name.text,
        action: action,
        notes: notes,
        outcome: { profile, customer in
          let own = results.result(of: profile, customer)
          return (own.result.rawValue, own.reason)
        }
      )
    }
  }
}
