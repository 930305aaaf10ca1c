import Diagnostics
package import Planning
import SegmentModel

/// What an apply did, for machines: `docs/schemas/apply-report.schema.json`.
///
/// Counts by segment, problems, and every change that was not done or is unconfirmed; those that were done stand in the CSV.
package enum ApplyJSON {
  /// - Parameters:
  ///   - report: The run.
  ///   - redaction: Takes ids and customer numbers out; `nil` where they may be seen.
  /// - Returns: A JSON document with a line break at its end.
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
      "result": .text(report.ending.rawValue),
      "summary": summary(report.segments),
      "segments": .list(report.segments.map(segment)),
      "undone": .list(undone),
      "problems": .list(report.problems.map(problem)),
    ])
  }

  /// The counts of a run, without ids and names.
  static func summary(_ segments: [(plan: SegmentPlan, outcome: SegmentOutcome)]) -> JSONValue {
    let outcome = ApplyOutcome(segments: segments.map(\.outcome))
    let counts = segments.map { SegmentResults($0.outcome).counts(of: $0.plan) }
    return [
      "segments_created": .number(outcome.segmentsCreated),
      "segments_updated": .number(outcome.segmentsUpdated),
      "segments_deleted": .number(outcome.segmentsDeleted),
      "members_added": .number(counts.reduce(0) { $0 + $1.added }),
      "members_removed": .number(counts.reduce(0) { $0 + $1.removed }),
      "members_unconfirmed": .number(counts.reduce(0) { $0 + $1.unconfirmed }),
      "members_undone": .number(counts.reduce(0) { $0 + $1.failed }),
    ]
  }

  static func problem(_ problem: Diagnostic) -> JSONValue {
    [
      "severity": .text(problem.severity.rawValue), "code": .text(problem.code), "message": .text(problem.summary),
      "place": JSONValue(problem.range?.description),
    ]
  }

  private static func segment(_ plan: SegmentPlan, _ outcome: SegmentOutcome) -> JSONValue {
    let counts = SegmentResults(outcome).counts(of: plan)
    return [
      "name": .text(plan.name.text),
      "id": JSONValue(outcome.id?.description),
      "actions": JSONValue(plan.actions.map(\.rawValue)),
      "members_added": .number(counts.added),
      "members_removed": .number(counts.removed),
      "members_unconfirmed": .number(counts.unconfirmed),
      "members_undone": .number(counts.failed),
    ]
  }

  private static func change(_ row: ApplyRow, _ redaction: MemberRedaction?) -> JSONValue {
    [
      "segment": .text(row.segment),
      "customer": JSONValue(row.customer.map { redaction?.label($0) ?? $0.description }),
      "profile": JSONValue(row.profile.map { redaction?.label($0) ?? $0.description }),
      "action": .text(row.action.rawValue),
      "result": .text(row.result.rawValue),
      "reason": JSONValue(row.reason),
      "place": JSONValue(row.note?.place?.description),
      "cause": JSONValue(row.note?.cause.code),
    ]
  }
}
