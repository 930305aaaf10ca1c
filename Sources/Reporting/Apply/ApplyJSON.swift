package import Planning
import SegmentModel

/// What an apply did, for machines: `docs/schemas/apply-report.schema.json`.
///
/// It has counts per segment, problems, and every change that failed or is unconfirmed. ``ApplyCSV`` lists the
/// completed changes too.
package enum ApplyJSON {
  package static func text(_ report: ApplyReport, redaction: MemberRedaction? = nil) -> String {
    var undone: [JSONValue] = []
    report.forEachRow { row in if row.result != .done { undone.append(change(row, redaction)) } }
    return JSONText.document([
      "version": 1,
      "tool_version": .text(report.header.toolVersion),
      "run": .text(report.header.run),
      "who": .text(report.header.who),
      "started_at": .text(report.header.startedAt),
      "finished_at": .text(report.header.finishedAt),
      "store": .text(report.header.store),
      "plan_id": JSONValue(report.planID?.description),
      "result": .text(report.ending.rawValue),
      "summary": summary(report.segments),
      "segments": .list(report.segments.map(segment)),
      "undone": .list(undone),
      "problems": .list(report.problems.map { JSONValue($0) }),
    ])
  }

  /// The counts of a run, without ids and names.
  static func summary(_ segments: [(plan: SegmentPlan, outcome: SegmentOutcome)]) -> JSONValue {
    let outcome = ApplyOutcome(segments: segments.map(\.outcome))
    return members(segments).merging([
      "segments_created": .number(outcome.segmentsCreated),
      "segments_updated": .number(outcome.segmentsUpdated),
      "segments_deleted": .number(outcome.segmentsDeleted),
    ])
  }

  private static func members(_ segments: [(plan: SegmentPlan, outcome: SegmentOutcome)]) -> JSONValue {
    let counts = segments.map { SegmentResults($0.outcome).counts(of: $0.plan) }
    return [
      "members_added": .number(counts.reduce(0) { $0 + $1.added }),
      "members_removed": .number(counts.reduce(0) { $0 + $1.removed }),
      "members_unconfirmed": .number(counts.reduce(0) { $0 + $1.unconfirmed }),
      "members_undone": .number(counts.reduce(0) { $0 + $1.failed }),
    ]
  }

  private static func segment(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> JSONValue {
    members([(plan, outcome)]).merging([
      "name": .text(plan.name.text), "id": JSONValue(outcome.id?.description), "actions": JSONValue(plan.actions.map(\.rawValue)),
    ])
  }

  private static func change(_ row: ApplyRow, _ redaction: MemberRedaction?) -> JSONValue {
    JSONValue(row.profile, row.note, redaction).merging([
      "segment": .text(row.segment), "action": .text(row.action.rawValue), "result": .text(row.result.rawValue),
      "reason": JSONValue(row.reason),
    ])
  }
}
