import Diagnostics
import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// The warnings of a plan about the store as a whole.
struct PlanNotesTests {
  @Test func `if the store fails to list promotions, the plan is made without them, with a warning`() async throws {
    let settings = SimulatorSettings(faults: [try FaultSpec("error:status=500,on=promotions")])
    try await withRehearsal(profiles: 5, segments: ["A": [1]], settings: settings) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      let plan = try await InProcess(rehearsal: rehearsal).plan()
      #expect(plan.warnings.map(\.code) == ["promotions-unread"])
      #expect(plan.hasChanges)
    }
  }

  @Test func `a warning names segments that no manifest declares any more, and counts them from the sixth on`() async throws {
    try await withRehearsal(profiles: 5) { rehearsal in
      let names = (1...8).map { "S\($0)" }
      try rehearsal.declare(Dictionary(uniqueKeysWithValues: names.map { ($0, [1]) }))
      _ = try await InProcess(rehearsal: rehearsal).outcome()
      rehearsal.store.simulator.edit { store in
        store.deleteSegments(store.segment(named: "S2").map { [$0.id] } ?? [])
      }
      try rehearsal.declare(["S1": [1]])
      let warnings = try await InProcess(rehearsal: rehearsal).plan().warnings
      #expect(warnings.map(\.code) == Array(repeating: "undeclared-segment", count: 6))
      #expect(warnings.first?.summary.contains("\"S2\" any more, which an apply recorded; the store no longer has it") == true)
      #expect(warnings.last?.summary == "the state records 2 more segments that no manifest declares")
    }
  }
}
