import Diagnostics
package import Planning
import SegmentModel

/// What an apply did, for machines: `docs/schemas/apply-report.schema.json`.
///
/// Counts by segment, problems, and every member that was not done; those that were done stand in the CSV.
package enum ApplyJSON {
  /// - Parameters:
  ///   - report: The run.
  ///   - redaction: Takes ids and customer numbers out; `nil` where they may be seen.
  /// - Returns: A JSON document with a line break at its end.
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values.
  package static func text(_ report: ApplyReport, redaction: MemberRedaction? = nil) throws -> String {
    var undone: [Change] = []
    report.forEachRow { row in if row.result != .done { undone.append(Change(row, redaction)) } }
    return try JSONText.document(Document(report, undone))
  }

  private struct Document: Encodable {
    let version = 1
    let toolVersion: String
    let run: String
    let who: String
    let startedAt: String
    let finishedAt: String
    let store: String
    let result: String
    let summary: ApplySummary
    let segments: [Segment]
    let undone: [Change]
    let problems: [Problem]

    init(_ report: ApplyReport, _ undone: [Change]) {
      toolVersion = report.header.toolVersion
      run = report.header.run
      who = report.header.who
      startedAt = report.header.startedAt
      finishedAt = report.header.finishedAt
      store = report.header.store
      result = report.ending.rawValue
      summary = ApplySummary(report.outcome)
      segments = report.segments.map { Segment($0.plan, $0.outcome) }
      self.undone = undone
      problems = report.problems.map(Problem.init)
    }
  }

  private struct Segment: Encodable {
    let name: String
    let id: String?
    let actions: [String]
    let membersAdded: Int
    let membersRemoved: Int
    let membersUndone: Int
    let membersUnconfirmed: Int

    init(_ plan: SegmentPlan, _ outcome: SegmentOutcome) {
      name = plan.name.text
      id = outcome.id?.description
      actions = plan.actions.map(\.rawValue)
      membersAdded = outcome.added.count
      membersRemoved = outcome.removed.count
      membersUndone = OutcomeReport.undoneMembers(of: outcome)
      membersUnconfirmed = outcome.allUnconfirmed.count
    }
  }

  private struct Change: Encodable {
    let segment: String
    let customer: String?
    let profile: String?
    let action: String
    let result: String
    let reason: String?
    let place: String?
    let cause: String?

    init(_ row: ApplyRow, _ redaction: MemberRedaction?) {
      segment = row.segment
      customer = row.customer.map { redaction?.label($0) ?? $0.description }
      profile = row.profile.map { redaction?.label($0) ?? $0.description }
      action = row.action.rawValue
      result = row.result.rawValue
      reason = row.reason
      place = row.note?.place?.description
      cause = row.note?.cause.code
    }
  }

  private struct Problem: Encodable {
    let severity: String
    let code: String
    let message: String
    let place: String?

    init(_ problem: Diagnostic) {
      severity = problem.severity.rawValue
      code = problem.code
      message = problem.summary
      place = problem.range?.description
    }
  }
}

/// The counts of a run, without ids and names.
struct ApplySummary: Encodable {
  let segmentsCreated: Int
  let segmentsUpdated: Int
  let segmentsDeleted: Int
  let membersAdded: Int
  let membersRemoved: Int
  let membersUndone: Int

  init(_ outcome: ApplyOutcome) {
    segmentsCreated = outcome.segmentsCreated
    segmentsUpdated = outcome.segmentsUpdated
    segmentsDeleted = outcome.segmentsDeleted
    membersAdded = outcome.membersAdded
    membersRemoved = outcome.membersRemoved
    membersUndone = OutcomeReport.undoneMembers(of: outcome)
  }
}
