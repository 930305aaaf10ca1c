package import Planning
import SegmentModel

/// A plan, drift or an apply as one HTML file, with every member that Markdown has to cut.
///
/// Linear in the members.
package struct HTMLReport: Sendable {
  private let redaction: MemberRedaction?
  private let filter: @Sendable (String) -> String

  /// `filter` is applied to all text of the page, but not to its style sheet and script.
  package init(redaction: MemberRedaction? = nil, filter: @escaping @Sendable (String) -> String = { $0 }) {
    self.redaction = redaction
    self.filter = filter
  }

  package func text(_ review: Review) -> String {
    guard let plan = review.plan else {
      return HTMLPage(
        title: MarkdownReport.title(review),
        tone: .bad,
        summary: "\(Quantity.of(review.errorCount, "problem")) must be fixed first.",
        facts: [],
        problems: review.problems,
        origin: "segplan"
      ).text(filter)
    }
    let header = plan.header
    let isStopped = review.verdict == .stopped
    return HTMLPage(
      title: MarkdownReport.title(review),
      tone: isStopped ? .bad : review.warningCount > 0 ? .warning : plan.hasChanges ? .changes : .good,
      summary: PlanReport.summary(of: plan) + (isStopped ? " An apply would stop before its first write." : ""),
      note: PlanReport.partial(plan),
      facts: [("Store", header.store), ("Planned", header.createdAt)]
        + [("Valid until", header.validUntil), ("State", header.statePlace)].compactMap { name, value in value.map { (name, $0) }
        },
      problems: review.problems,
      drift: plan.segments.compactMap { segment in segment.driftWords.map { "\(segment.name.text): \($0)" } },
      segments: HTMLSegmentTable(
        columns: ["+", "−", "Live → after"].map { .init(title: $0) } + [.init(title: "Cause", isNumber: false)],
        rows: plan.segmentsByRisk(review.findings).map { Self.row($0, at: plan.creationTime) },
        legend: """
          Grey: members that stay. Red: members to remove. Green: members to add. Riskiest segments first: deletions, guardrails, reverted \
          drift, size.
          """
      ),
      members: plan.hasChanges ? members(of: plan) : nil,
      origin: PlanReport.origin(of: plan, id: review.planID)
    ).text(filter)
  }

  private static func row(_ segment: SegmentPlan, at time: Timestamp) -> HTMLSegmentTable.Row {
    let live = segment.live.count
    var notes = segment.change.lines + segment.promotionLines(at: time)
    if segment.mode == .additive { notes.append("additive: members that others add stay") }
    let removed = segment.isDeleted ? live : segment.remove.count
    return HTMLSegmentTable.Row(
      sign: segment.sign,
      name: segment.name.text,
      notes: notes,
      cells: [
        Quantity.cell(segment.additionCount), Quantity.cell(removed),
        "\(Quantity.number(live)) → \(segment.isDeleted ? "gone" : Quantity.number(segment.resultingCount))", segment.causeWords,
      ],
      bar: (kept: live - removed, added: segment.additionCount, removed: removed)
    )
  }

  private func members(of plan: Plan) -> HTMLMemberTable {
    let moves = Moves(plan)
    return HTMLMemberTable(
      groups: plan.changedSegments.flatMap { segment -> [HTMLMemberTable.Group] in
        [
          .init(segment: segment.name.text, action: "add", notes: segment.additionNotes) {
            MemberWords.cause($0, movingFrom: $1.flatMap(moves.source))
          },
          .init(segment: segment.name.text, action: "remove", notes: segment.removalNotes) {
            MemberWords.cause($0, movingTo: $1.flatMap(moves.destination))
          },
        ]
      },
      actions: [("add", "to add"), ("remove", "to remove")],
      redaction: redaction
    )
  }
}

extension HTMLReport {
  package func text(_ report: DriftReport) -> String {
    let drifted = report.drifted
    let members = HTMLMemberTable(
      groups: drifted.flatMap { segment -> [HTMLMemberTable.Group] in
        [
          .init(segment: segment.name, action: "add", notes: segment.notes.additions),
          .init(segment: segment.name, action: "remove", notes: segment.notes.removals),
        ]
      },
      actions: report.canTell ? [("add", "added"), ("remove", "removed")] : [("add", "not declared"), ("remove", "not live")],
      redaction: redaction
    )
    return HTMLPage(
      title: DriftText.title(report),
      tone: report.hasDrift ? .warning : .good,
      summary: DriftText.summary(of: report),
      note: DriftText.note(report),
      facts: [("Store", report.header.store), ("Checked", report.header.checkedAt)],
      segments: HTMLSegmentTable(
        columns: [.init(title: "What happened", isNumber: false)]
          + ["+", "−", "Recorded", "Live", "Declared"].map { .init(title: $0) },
        rows: drifted.map(Self.row),
        legend: "Grey: members as recorded. Red: removed members. Green: added members."
      ),
      members: drifted.isEmpty ? nil : members,
      origin: DriftText.origin(report)
    ).text(filter)
  }

  private static func row(_ segment: SegmentDriftReport) -> HTMLSegmentTable.Row {
    let (added, removed) = (segment.added.count, segment.removed.count)
    let counts = [segment.recordedCount, segment.liveCount, segment.desiredCount]
    return HTMLSegmentTable.Row(
      name: segment.name,
      cells: DriftText.cells(segment, name: VisibleText.quoted) + counts.map { $0.map(Quantity.number) ?? "" },
      bar: (kept: max(segment.liveCount - added, 0), added: added, removed: removed)
    )
  }
}

extension HTMLReport {
  package func text(_ report: ApplyReport) -> String {
    let segments = report.segments
    let header = report.header
    let tone: HTMLPage.Tone =
      switch report.ending {
      case .unchanged, .complete: report.problems.isEmpty ? .good : .warning
      case .incomplete, .interrupted, .declined: .warning
      case .failed: .bad
      }
    let members = HTMLMemberTable(
      groups: segments.flatMap(Self.groups),
      actions: [("add", "add"), ("remove", "remove")],
      redaction: redaction
    )
    return HTMLPage(
      title: OutcomeReport.title(of: report),
      tone: tone,
      summary: OutcomeReport.summary(of: report),
      facts: [("Store", header.store), ("By", header.who), ("Started", header.startedAt), ("Finished", header.finishedAt)],
      problems: report.problems,
      segments: HTMLSegmentTable(
        columns: ["+ done", "− done", "Unconfirmed", "Not done"].map { .init(title: $0) }
          + [.init(title: "What was done", isNumber: false)],
        rows: segments.map(Self.row),
        legend: "Grey: members that stayed. Red: removed members. Green: added members."
      ),
      members: members.count == 0 ? nil : members,
      origin: OutcomeReport.origin(of: report)
    ).text(filter)
  }

  private static func row(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> HTMLSegmentTable.Row {
    let removed = outcome.deleted ? plan.live.count : outcome.removed.count
    return HTMLSegmentTable.Row(
      sign: plan.sign,
      name: plan.name.text,
      notes: plan.change.lines,
      cells: OutcomeReport.cells(plan, outcome) + [OutcomeReport.words(plan, outcome)],
      bar: (kept: max(plan.live.count - removed, 0), added: outcome.added.count, removed: removed)
    )
  }

  private static func groups(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> [HTMLMemberTable.Group] {
    let results = SegmentResults(outcome)
    return [("add", plan.additionNotes), ("remove", plan.removalNotes)].map { action, notes in
      HTMLMemberTable.Group(segment: plan.name.text, action: action, notes: notes, outcome: results.result)
    }
  }
}
