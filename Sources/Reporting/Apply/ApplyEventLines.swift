package import Diagnostics
package import Planning
import SegmentModel

/// The course of an apply for machines: an object a line, `docs/schemas/apply-event.schema.json`.
///
/// Every line has `event` and `time`; what else stands in it depends on the event. New kinds may come, so that readers pass over what they do
/// not know.
package struct ApplyEventLines: Sendable {
  /// When the events happen that are written: RFC 3339, UTC.
  let time: String

  package init(time: String) { self.time = time }

  /// The plan, before it is judged.
  ///
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values; so do the others.
  package func planned(_ plan: Plan) throws -> String {
    let counts = plan.summary
    return try JSONText.line(
      Planned(
        time: time,
        segmentsToCreate: counts.segmentsToCreate,
        segmentsToUpdate: counts.segmentsToUpdate,
        segmentsToDelete: counts.segmentsToDelete,
        membersToAdd: counts.membersToAdd,
        membersToRemove: counts.membersToRemove,
        profilesToCreate: counts.profilesToCreate
      )
    )
  }

  /// News of a running apply.
  package func line(_ event: ApplyEvent) throws -> String {
    switch event {
    case .started(let batches, let members):
      try JSONText.line(Simple(event: "started", time: time, batches: batches, members: members))
    case .creatingProfiles(let customers):
      try JSONText.line(Simple(event: "creating_profiles", time: time, profiles: customers))
    case .segmentCreated(let name, let id):
      try JSONText.line(Simple(event: "segment_created", time: time, segment: name.text, segmentId: id.description))
    case .segmentUpdated(let name): try JSONText.line(Simple(event: "segment_updated", time: time, segment: name.text))
    case .segmentDeleted(let name): try JSONText.line(Simple(event: "segment_deleted", time: time, segment: name.text))
    case .batchDone(let name, let action, let members):
      try JSONText.line(
        Simple(event: "batch_done", time: time, segment: name.text, action: action.rawValue, members: members)
      )
    case .failed(let name, let members):
      try JSONText.line(Simple(event: "failed", time: time, segment: name.text, members: members))
    case .verifying(let segments): try JSONText.line(Simple(event: "verifying", time: time, segments: segments))
    }
  }

  /// Nothing is sent for a while.
  ///
  /// - Parameters:
  ///   - reason: `quota` for the store's quota that is used up, `store` for its answer 429.
  ///   - pause: For how long.
  /// - Returns: A line.
  /// - Throws: As ``planned(_:)``.
  package func paused(reason: String, pause: Duration) throws -> String {
    try JSONText.line(Simple(event: "paused", time: time, reason: reason, pauseMilliseconds: Self.milliseconds(pause)))
  }

  /// A request failed and is sent again.
  ///
  /// - Parameters:
  ///   - reason: What failed, in words.
  ///   - pause: After how long.
  /// - Returns: A line.
  /// - Throws: As ``planned(_:)``.
  package func retry(reason: String, pause: Duration) throws -> String {
    try JSONText.line(Simple(event: "retry", time: time, reason: reason, pauseMilliseconds: Self.milliseconds(pause)))
  }

  /// Somebody else holds the lock and this run waits.
  package func waiting() throws -> String { try JSONText.line(Simple(event: "waiting_for_lock", time: time)) }

  /// Something that a person should hear of.
  package func problem(_ problem: Diagnostic) throws -> String {
    try JSONText.line(
      Problem(
        time: time,
        severity: problem.severity.rawValue,
        code: problem.code,
        message: problem.summary,
        place: problem.range?.description
      )
    )
  }

  /// Something that kept members of a segment from being changed; one about a single member says which one.
  package func problem(_ problem: Diagnostic, of failure: ApplyFailure, _ segment: SegmentPlan) throws -> String {
    let profile = failure.members.count == 1 ? failure.members.first : nil
    let note = profile.flatMap(segment.note)
    return try JSONText.line(
      Problem(
        time: time,
        severity: problem.severity.rawValue,
        code: problem.code,
        message: problem.summary,
        place: problem.range?.description ?? note?.place?.description,
        segment: segment.name.text,
        profile: profile?.description,
        customer: (note?.customer ?? (failure.customers.count == 1 ? failure.customers.first : nil))?.description,
        cause: note?.cause.code
      )
    )
  }

  /// The last line of every run.
  ///
  /// - Parameters:
  ///   - outcome: What was done; `nil` when nothing was tried.
  ///   - exitStatus: The process's.
  /// - Returns: A line.
  /// - Throws: As ``planned(_:)``.
  package func finished(_ outcome: ApplyOutcome?, exitStatus: Int32) throws -> String {
    try JSONText.line(
      Finished(time: time, exitStatus: exitStatus, summary: ApplySummary(outcome ?? ApplyOutcome(segments: [])))
    )
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    Int(duration.components.seconds) * 1000 + Int(duration.components.attoseconds / 1_000_000_000_000_000)
  }

  private struct Simple: Encodable {
    let event: String
    let time: String
    var segment: String?
    var segmentId: String?
    var action: String?
    var batches: Int?
    var members: Int?
    var segments: Int?
    var profiles: Int?
    var reason: String?
    var pauseMilliseconds: Int?
  }

  private struct Planned: Encodable {
    let event = "planned"
    let time: String
    let segmentsToCreate: Int
    let segmentsToUpdate: Int
    let segmentsToDelete: Int
    let membersToAdd: Int
    let membersToRemove: Int
    let profilesToCreate: Int
  }

  private struct Problem: Encodable {
    let event = "problem"
    let time: String
    let severity: String
    let code: String
    let message: String
    let place: String?
    var segment: String?
    var profile: String?
    var customer: String?
    var cause: String?
  }

  private struct Finished: Encodable {
    let time: String
    let exitStatus: Int32
    let summary: ApplySummary

    private enum CodingKeys: String, CodingKey {
      case event, time, exitStatus
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode("finished", forKey: .event)
      try container.encode(time, forKey: .time)
      try container.encode(exitStatus, forKey: .exitStatus)
      try summary.encode(to: encoder)
    }
  }
}
