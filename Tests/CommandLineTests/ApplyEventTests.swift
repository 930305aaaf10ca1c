import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// `segapply --format json`.
struct ApplyEventTests {
  private static func events(_ output: String) -> [String] {
    output.split(separator: "\n").map { line in
      line.firstMatch(of: /"event":"([a-z_]+)"/).map { String($0.1) } ?? "not an event: \(line)"
    }
  }

  private static func expectValid(_ output: String) async throws {
    let lines = output.split(separator: "\n").map { Array($0.utf8) }
    let problems = try await SchemaCheck.problems(of: lines, schema: "apply-event.schema.json")
    #expect(problems.isEmpty, "\(problems)\n\(output)")
  }

  @Test func `an apply prints one event per line, from the plan to its end`() async throws {
    try await withRehearsal(profiles: 200, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(3...100), "B": [1]])
      let apply = try await rehearsal.segapply("--auto-approve", "--format", "json")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      let events = Self.events(apply.output)
      #expect(events.first == "planned")
      #expect(events.contains("segment_created"))
      #expect(events.count { $0 == "batch_done" } == 4)
      #expect(events.last == "finished")
      #expect(apply.output.contains("\"exit_status\":0,"), "\(apply.output)")
      #expect(apply.output.contains("\"members_added\":81,"), "\(apply.output)")
      try await Self.expectValid(apply.output)

      let again = try await rehearsal.segapply("--auto-approve", "--format", "json")
      #expect(Self.events(again.output) == ["planned", "finished"])
    }
  }

  @Test func `with JSON events nobody is asked, and a stop is reported with its reasons`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(15...20)], guardrails: "25%")
      let stopped = try await rehearsal.segapply("--auto-approve", "--format", "json")
      #expect(stopped.exitCode == 3)
      #expect(Self.events(stopped.output) == ["planned", "problem", "finished"])
      #expect(stopped.output.contains("\"code\":\"max-removals\""), "\(stopped.output)")
      #expect(stopped.output.contains("\"exit_status\":3,"))
      try await Self.expectValid(stopped.output)

      try rehearsal.declare(["A": Array(1...21)])
      let unapproved = try await rehearsal.segapply("--format", "json")
      #expect(unapproved.exitCode == 1)
      #expect(unapproved.output.contains("\"code\":\"nobody-to-ask\""), "\(unapproved.output)")
      #expect(rehearsal.store.membershipWrites.isEmpty)
    }
  }
}
