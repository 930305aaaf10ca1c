import Diagnostics
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Planning
@testable import Reconciliation

/// Saved plans of which the store has moved away.
struct SavedPlanCheckRunTests {
  private static func declared(_ numbers: some Sequence<Int>, _ more: String = "") -> String {
    "name: A, \(more)members: [\(numbers.map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", "))]"
  }

  /// The messages that refuse a plan to add 3 to "A", after a change of the store.
  private static func refusal(
    segments: [String: [Int]] = ["A": [1, 2]],
    declaring more: String = "",
    after change: (inout Store) throws -> Void
  ) async throws -> [Diagnostic] {
    var problems: [Diagnostic] = []
    try await withApplyWorld(segments: segments) { world in
      let plan = try await world.plan(try world.configuration(declared(1...3, more)))
      try world.store.simulator.edit { store in try change(&store) }
      let before = world.store.store.segment(named: "A").map { world.store.members(of: $0.id) }
      let current = world
      let error = await #expect(throws: StalePlanError.self) { try await current.run(.saved(plan)) }
      problems = error?.diagnostics ?? []
      #expect(world.store.store.segment(named: "A").map { world.store.members(of: $0.id) } == before)
      #expect(world.store.membershipWrites.isEmpty)
    }
    #expect(problems.allSatisfy { $0.code == "stale-plan" })
    return problems
  }

  private static func change(_ store: inout Store, name: String? = nil, description: String? = nil) throws {
    let id = try #require(store.segment(named: "A")).id
    _ = try store.updateSegments([SegmentChange(id: id, name: name, description: description)])
  }

  @Test func `a segment that was deleted, renamed or described differently stops a plan; only a deleted one cannot be accepted`()
    async throws
  {
    let gone = try await Self.refusal { store in store.deleteSegments([try #require(store.segment(named: "A")).id]) }
    #expect(gone.first?.summary.contains("the store no longer has the segment") == true)
    #expect(gone.first?.detail?.contains("--accept-drift") == false)
    let renamed = try await Self.refusal { try Self.change(&$0, name: "B") }
    #expect(renamed.first?.summary.contains("its name was \"A\" and is now \"B\"") == true)
    #expect(renamed.first?.detail?.contains("--accept-drift") == true)
    let described = try await Self.refusal(declaring: "description: ours, ") { try Self.change(&$0, description: "theirs") }
    #expect(described.first?.summary.contains("its description has changed") == true)
  }

  @Test func `a segment that someone else created and filled stops the plan that creates it`() async throws {
    let appeared = try await Self.refusal(segments: [:]) { store in
      guard let id = try store.createSegments([SegmentDraft(name: "A")]).first?.id else { return }
      _ = store.insertMembers([.numbered(9)], into: id)
    }
    #expect(appeared.first?.summary.contains("someone else created it, and it has 1 members") == true)
  }

  @Test func `foreign members stop a plan; if that is accepted, they stay without being recorded`() async throws {
    try await withApplyWorld(segments: ["A": [1, 2]]) { world in
      try await world.apply(try world.configuration(Self.declared(1...2)))
      let plan = try await world.plan(try world.configuration(Self.declared(1...3)))
      let id = try #require(world.store.store.segment(named: "A")).id
      world.store.simulator.editAsForeigner(id, adding: .numbered([9]))
      let current = world
      await #expect(throws: StalePlanError.self) { try await current.run(.saved(plan)) }
      #expect(world.members("A") == .numbered([1, 2, 9]))
      let ended = try await world.run(.saved(plan), acceptsDrift: true)
      #expect(ended.isComplete && ended.notes.map(\.code) == ["stale-plan"])
      #expect(ended.notes.first?.detail?.contains("--accept-drift") == true)
      #expect(world.members("A") == .numbered([1, 2, 3, 9]))
      #expect(try await world.recorded("A") == .numbered(1...3))
    }
  }

  @Test func `a segment that a saved plan does not change keeps its record without being listed`() async throws {
    try await withApplyWorld(segments: ["A": [1, 2]]) { world in
      let other = "name: B, members: [\(ShopperProfileID.numbered(7))]"
      try await world.apply(try world.configuration(Self.declared(1...2), other))
      let plan = try await world.plan(try world.configuration(Self.declared(1...3), other))
      #expect(plan.segments.map(\.hasChanges) == [true, false])
      #expect(try await world.run(.saved(plan)).isComplete)
      #expect(try await world.recorded("B") == .numbered([7]))
    }
  }

  @Test func `changes that someone else already made are left out, with a note`() async throws {
    try await withApplyWorld(segments: ["A": [1, 2, 4]]) { world in
      let plan = try await world.plan(try world.configuration(Self.declared([1, 2, 3, 5], "description: ours, ")))
      let id = try #require(world.store.store.segment(named: "A")).id
      world.store.simulator.editAsForeigner(id, adding: .numbered([3]), removing: .numbered([4]))
      try world.store.simulator.edit { store in try Self.change(&store, description: "ours") }
      let ended = try await world.run(.saved(plan))
      #expect(ended.isComplete)
      let note = try #require(ended.notes.first { $0.code == "already-done" })
      #expect(
        note.summary.hasSuffix("the change of the segment itself, 1 of the planned additions, 1 of the planned removals")
      )
      #expect(world.members("A") == .numbered([1, 2, 3, 5]))
    }
  }

  @Test func `the message explains limits that stop a plan although its file would not`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let limits = "guardrails: {max_removals: 100%}, "
      let plan = try await world.plan(try world.configuration(Self.declared(1...2, limits)))
      let current = world
      let stop = await #expect(throws: GuardrailStop.self) {
        try await current.run(.saved(plan), overrides: GuardrailOverrides())
      }
      #expect(stop?.findings.map(\.code) == ["max-removals"])
      let declared = SavedPlanLimits(declared: try world.configuration(Self.declared(1...2, limits)).limits)
      #expect(try await world.run(.saved(plan, limits: declared), overrides: GuardrailOverrides()).isComplete)
    }
  }

  // MARK: another store or state

  @Test func `a plan for another store, or of another state, is refused`() throws {
    func plan(store: String = "shop", _ state: StateReference?) -> Plan {
      let header = PlanHeader(
        toolVersion: "1",
        createdAt: "2026-01-01T00:00:00Z",
        validUntil: nil,
        store: store,
        configurationDigest: "",
        state: state
      )
      return Plan(header: header, segments: [], unmanagedCount: 0)
    }
    let state = StateDocument(lineage: "ours", serial: 3, toolVersion: "1", store: "shop", segments: [])
    func refusal(_ plan: Plan, _ state: StateDocument?) -> SavedPlanRefusal? {
      do {
        try SavedPlanRefusal.check(plan, store: "shop", state: state)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal(plan(StateReference(lineage: "ours", serial: 3)), state) == nil)
    #expect(refusal(plan(nil), state) == nil && refusal(plan(nil), nil) == nil)
    let refusals = [
      refusal(plan(store: "shop@loopback", nil), state),
      refusal(plan(StateReference(lineage: "theirs", serial: 1)), state),
      refusal(plan(StateReference(lineage: "theirs", serial: 1)), nil),
      refusal(plan(StateReference(lineage: "ours", serial: 4)), state),
    ]
    let expected: [SavedPlanRefusal] = [
      .otherStore(planned: "shop@loopback", now: "shop"), .otherLineage(planned: "theirs", now: "ours"),
      .otherLineage(planned: "theirs", now: nil), .newerState(planned: 4, now: 3),
    ]
    #expect(refusals == expected)
    #expect(
      expected.flatMap(\.diagnostics).codes == ["plan-other-store", "plan-other-state", "plan-other-state", "stale-plan"]
    )
    #expect(expected.flatMap(\.diagnostics).allSatisfy { $0.detail?.hasPrefix("Nothing was changed.") == true })
  }

  @Test func `a saved plan for another store changes nothing`() async throws {
    try await withApplyWorld(segments: ["A": [1]]) { world in
      let made = try await world.plan(try world.configuration(Self.declared(1...2)))
      let header = PlanHeader(
        toolVersion: made.header.toolVersion,
        createdAt: made.header.createdAt,
        validUntil: made.header.validUntil,
        store: "another",
        configurationDigest: made.header.configurationDigest,
        state: nil
      )
      let plan = Plan(header: header, segments: made.segments, unmanagedCount: 0)
      let current = world
      await #expect(throws: SavedPlanRefusal.otherStore(planned: "another", now: "store")) {
        try await current.run(.saved(plan))
      }
      #expect(world.store.membershipWrites.isEmpty)
    }
  }
}
