package import Planning
import SegmentModel

/// A plan as one HTML file, with every member that Markdown has to cut.
package struct PlanHTML: Sendable {
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
  /// Linear in the plan.
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
    let isStopped = review.verdict == .stopped
    return HTMLPage(
      title: MarkdownReport.title(review),
      tone: isStopped ? .bad : review.warningCount > 0 ? .warning : plan.hasChanges ? .changes : .good,
      summary: PlanReport.summary(of: plan) + (isStopped ? " An apply would stop before its first write." : ""),
      notes: PlanReport.partial(plan).map { [$0] } ?? [],
      facts: Self.facts(plan),
      problems: review.problems,
      drift: Self.drift(plan),
      segments: Self.segments(plan, findings: review.findings),
      members: plan.hasChanges ? Self.members(plan, redaction) : nil,
      origin: PlanReport.origin(of: plan)
    ).text(filter)
  }

  private static func facts(_ plan: Plan) -> [(name: String, value: String)] {
    let header = plan.header
    var facts = [("Store", header.store), ("Planned", header.createdAt)]
    if let end = header.validUntil { facts.append(("Valid until", end)) }
    if let place = header.statePlace { facts.append(("State", place)) }
    return facts
  }

  static func drift(_ plan: Plan) -> [String] {
    plan.segments.compactMap { segment in
      segment.drift.map { "\(segment.name.text): \(PlanReport.words($0, of: segment))" }
    }
  }

  private static func segments(_ plan: Plan, findings: [GuardrailFinding]) -> HTMLSegmentTable {
    let time = Timestamp(plan.header.createdAt) ?? Timestamp(seconds: 0)
    return HTMLSegmentTable(
      columns: [.init(title: "+"), .init(title: "−"), .init(title: "Live → after"), .init(title: "Cause", isNumber: false)],
      rows: MarkdownTable(plan.segments.filter(\.hasChanges), findings: findings).segments.map { row($0, at: time) },
      legend:
        "Grey members stay, red ones go, green ones come. Riskiest segments first: deletions, guardrails, reverted drift, size."
    )
  }

  private static func row(_ segment: SegmentPlan, at time: Timestamp) -> HTMLSegmentTable.Row {
    let isDeleted = if case .delete = segment.change { true } else { false }
    let live = segment.live.count
    var notes = PlanReport.changes(of: segment) + PlanReport.promotions(segment, at: time)
    if segment.mode == .additive { notes.append("additive: members that others add stay") }
    let removed = isDeleted ? live : segment.remove.count
    return HTMLSegmentTable.Row(
      sign: MarkdownSegment.sign(segment),
      name: segment.name.text,
      notes: notes,
      cells: [
        segment.additionCount == 0 ? "" : Quantity.number(segment.additionCount), removed == 0 ? "" : Quantity.number(removed),
        "\(Quantity.number(live)) → \(isDeleted ? "gone" : Quantity.number(segment.resultingCount))",
        MarkdownTable.causes(segment),
      ],
      bar: .init(kept: live - removed, added: segment.additionCount, removed: removed)
    )
  }

  private static func members(_ plan: Plan, _ redaction: MemberRedaction?) -> HTMLMemberTable {
    let moves = Moves(plan)
    var groups: [HTMLMemberTable.Group] = []
    for segment in plan.segments where segment.hasChanges {
      groups.append(
        .init(segment: segment.name.text, action: "add", notes: segment.additionNotes) {
          MemberWords.cause($0, movingFrom: $1.flatMap(moves.source))
        }
      )
      groups.append(
        .init(segment: segment.name.text, action: "remove", notes: segment.removalNotes) {
          MemberWords.cause($0, movingTo: $1.flatMap(moves.destination))
        }
      )
    }
    return HTMLMemberTable(
      segments: plan.segments.filter(\.hasChanges).map(\.name.text),
      groups: groups.filter { $0.notes.count > 0 },
      actions: [("add", "to add"), ("remove", "to remove")],
      redaction: redaction
    )
  }
}
