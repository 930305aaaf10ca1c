package import Diagnostics
package import Planning
import SegmentModel

/// The progress of an apply for machines, one JSON object per line: `docs/schemas/apply-event.schema.json`.
///
/// Every line has `event` and `time`; the other keys depend on the event. Readers must ignore unknown events.
package struct ApplyEventLines: Sendable {
  /// The time of the events: RFC 3339, UTC.
  let time: String

  package init(time: String) { self.time = time }

  private func line(_ event: String, _ fields: JSONValue = [:]) -> String {
    JSONText.line(fields.merging(["event": .text(event), "time": .text(time)]))
  }

  /// The plan before its guardrails are checked, with the run's id and who runs it.
  package func planned(_ plan: Plan, run: String, who: String) -> String {
    let counts = plan.summary.named.map { ($0.name, JSONValue.number($0.count)) }
    let fields: JSONValue = ["run": .text(run), "who": .text(who), "plan_id": .text("\(plan.id)")]
    return line("planned", fields.merging(.object(Dictionary(counts, uniquingKeysWith: { first, _ in first }))))
  }

  /// An event of a running apply.
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
    case .listing(let name, let reason): line("listing", ["segment": .text(name.text), "reason": .text(reason)])
    }
  }

  /// Requests stop for a while: because of the `quota` that is used up, or an answer 429 of the `store`.
  package func paused(reason: String, pause: Duration) -> String { line("paused", Self.fields(reason, pause)) }

  /// A request failed and is sent again after a pause.
  package func retry(reason: String, pause: Duration) -> String { line("retry", Self.fields(reason, pause)) }

  /// The run is about to send many requests; `requests` are those of the whole run.
  package func forecast(requests: Int, time: Duration) -> String {
    line("forecast", ["requests": .number(requests), "seconds": .number(Int((time / .seconds(1)).rounded(.up)))])
  }

  /// Another run holds the lock, and this run waits.
  package func waiting() -> String { line("waiting_for_lock") }

  package func problem(_ problem: Diagnostic) -> String { line("problem", JSONValue(problem)) }

  /// A problem that prevented changes of members; a problem with a single member names it.
  package func problem(_ problem: Diagnostic, of failure: ApplyFailure, _ segment: SegmentPlan) -> String {
    let profile = failure.members.count == 1 ? failure.members.first : nil
    let note = profile.flatMap(segment.note)
    let customer = note?.customer ?? (failure.customers.count == 1 ? failure.customers.first : nil)
    let member = JSONValue(profile, note).merging([
      "segment": .text(segment.name.text), "customer": JSONValue(customer?.description),
    ])
    return line("problem", member.merging(JSONValue(problem)))
  }

  /// The last line of every run, with the segments that were to change; none if nothing was tried.
  package func finished(_ segments: [(plan: SegmentPlan, outcome: SegmentOutcome)] = [], exitStatus: Int32) -> String {
    line("finished", ApplyJSON.summary(segments).merging(["exit_status": .number(Int(exitStatus))]))
  }

  private static func fields(_ reason: String, _ pause: Duration) -> JSONValue {
    let milliseconds = Int(pause.components.seconds) * 1000 + Int(pause.components.attoseconds / 1_000_000_000_000_000)
    return ["reason": .text(reason), "pause_milliseconds": .number(milliseconds)]
  }
}
