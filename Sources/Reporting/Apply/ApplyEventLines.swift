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

  private func line(_ event: String, _ fields: [String: JSONValue] = [:]) -> String {
    JSONText.line(.object(fields).merging(["event": .text(event), "time": .text(time)]))
  }

  /// The plan, before it is judged, with the run's id and who runs it, in which job.
  package func planned(_ plan: Plan, run: String, who: String) -> String {
    let counts = plan.summary
    return line(
      "planned",
      [
        "segments_to_create": .number(counts.segmentsToCreate),
        "segments_to_update": .number(counts.segmentsToUpdate),
        "segments_to_delete": .number(counts.segmentsToDelete),
        "members_to_add": .number(counts.membersToAdd),
        "members_to_remove": .number(counts.membersToRemove),
        "profiles_to_create": .number(counts.profilesToCreate),
        "run": .text(run),
        "who": .text(who),
      ]
    )
  }

  /// News of a running apply.
  package func line(_ event: ApplyEvent) -> String {
    switch event {
    case .started(let batches, let members): line("started", ["batches": .number(batches), "members": .number(members)])
    case .creatingProfiles(let customers): line("creating_profiles", ["profiles": .number(customers)])
    case .segmentCreated(let name, let id):
      line("segment_created", ["segment": .text(name.text), "segment_id": .text(id.description)])
    case .segmentUpdated(let name): line("segment_updated", ["segment": .text(name.text)])
    case .segmentDeleted(let name): line("segment_deleted", ["segment": .text(name.text)])
    case .batchDone(let name, let action, let members):
      line("batch_done", ["segment": .text(name.text), "action": .text(action.rawValue), "members": .number(members)])
    case .failed(let name, let members): line("failed", ["segment": .text(name.text), "members": .number(members)])
    case .verifying(let segments): line("verifying", ["segments": .number(segments)])
    }
  }

  /// Nothing is sent for a while.
  ///
  /// - Parameters:
  ///   - reason: `quota` for the store's quota that is used up, `store` for its answer 429.
  ///   - pause: For how long.
  /// - Returns: A line.
  package func paused(reason: String, pause: Duration) -> String {
    line("paused", ["reason": .text(reason), "pause_milliseconds": .number(Self.milliseconds(pause))])
  }

  /// A request failed and is sent again.
  ///
  /// - Parameters:
  ///   - reason: What failed, in words.
  ///   - pause: After how long.
  /// - Returns: A line.
  package func retry(reason: String, pause: Duration) -> String {
    line("retry", ["reason": .text(reason), "pause_milliseconds": .number(Self.milliseconds(pause))])
  }

  /// Somebody else holds the lock and this run waits.
  package func waiting() -> String { line("waiting_for_lock") }

  /// Something that a person should hear of.
  package func problem(_ problem: Diagnostic) -> String { self.problem(problem, [:]) }

  /// Something that kept members of a segment from being changed; one about a single member says which one.
  package func problem(_ problem: Diagnostic, of failure: ApplyFailure, _ segment: SegmentPlan) -> String {
    let profile = failure.members.count == 1 ? failure.members.first : nil
    let note = profile.flatMap(segment.note)
    let customer = note?.customer ?? (failure.customers.count == 1 ? failure.customers.first : nil)
    return self.problem(
      problem,
      [
        "place": JSONValue(problem.range?.description ?? note?.place?.description),
        "segment": .text(segment.name.text),
        "profile": JSONValue(profile?.description),
        "customer": JSONValue(customer?.description),
        "cause": JSONValue(note?.cause.code),
      ]
    )
  }

  private func problem(_ problem: Diagnostic, _ fields: [String: JSONValue]) -> String {
    let own: [String: JSONValue] = [
      "severity": .text(problem.severity.rawValue), "code": .text(problem.code), "message": .text(problem.summary),
      "place": JSONValue(problem.range?.description),
    ]
    return line("problem", own.merging(fields) { _, more in more })
  }

  /// The last line of every run.
  ///
  /// - Parameters:
  ///   - segments: What was planned and done; empty when nothing was tried.
  ///   - exitStatus: The process's.
  /// - Returns: A line.
  package func finished(_ segments: [(plan: SegmentPlan, outcome: SegmentOutcome)] = [], exitStatus: Int32) -> String {
    let fields: [String: JSONValue] = ["event": "finished", "time": .text(time), "exit_status": .number(Int(exitStatus))]
    return JSONText.line(ApplyJSON.summary(segments).merging(fields))
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    Int(duration.components.seconds) * 1000 + Int(duration.components.attoseconds / 1_000_000_000_000_000)
  }
}
