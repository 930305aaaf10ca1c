import Diagnostics
import Manifests
import Planning
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Saved plans, applied after other things have happened.
struct SavedPlanRunTests {
  private static func list(_ numbers: some Sequence<Int>) -> String {
    "[" + numbers.map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", ") + "]"
  }

  private static func summaries(_ body: () async throws -> Ended) async throws -> [String] {
    do {
      let ended = try await body()
      Issue.record("applied: \(ended.result)")
      return []
    } catch let error as StalePlanError {
      return error.diagnostics.map(\.summary)
    }
  }

  // MARK: an apply since then

  @Test func `a plan is refused after a later apply removed its member, also with --accept-drift`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let wide = try world.configuration("name: A, members: \(Self.list(1...21))")
      let narrow = try world.configuration("name: A, members: \(Self.list(1...20))")
      try await world.apply(narrow)
      let plan = try await world.plan(wide)
      #expect(try await world.run(.saved(plan)).isComplete)
      #expect(try await world.run(.saved(plan)).isComplete)
      try await world.apply(narrow)
      #expect(world.members("A") == .numbered(1...20))
      let current = world
      for acceptsDrift in [false, true] {
        let summaries = try await Self.summaries { try await current.run(.saved(plan), acceptsDrift: acceptsDrift) }
        #expect(summaries.first?.contains("a later apply has changed it") == true, "\(summaries)")
      }
      #expect(world.members("A") == .numbered(1...20))
    }
  }

  @Test func `a first plan does not recreate a segment that was deleted on purpose`() async throws {
    try await withApplyWorld { world in
      let plan = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...3))"))
      #expect(plan.header.state == nil)
      try await world.run(.saved(plan))
      try await world.apply(try world.configuration("name: A, ensure: absent"))
      #expect(world.store.store.segment(named: "A") == nil)
      let current = world
      let summaries = try await Self.summaries { try await current.run(.saved(plan)) }
      #expect(summaries.first?.contains("a later apply has changed it") == true, "\(summaries)")
      #expect(world.store.store.segment(named: "A") == nil)
    }
  }

  @Test func `the rest of a plan that was cut off is applied`() async throws {
    let settings = SimulatorSettings(faults: [try FaultSpec("error:status=500,on=add,after=1,times=3")])
    try await withApplyWorld(profiles: 300, segments: ["A": [1]], settings: settings) { world in
      let plan = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...200))"))
      #expect(try await !world.run(.saved(plan)).isComplete)
      #expect(world.members("A").count < 200)
      #expect(try await world.run(.saved(plan)).isComplete)
      #expect(world.members("A") == .numbered(1...200))
    }
  }

  @Test func `the rest of a plan whose state could not be written is applied`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      try await world.apply(try world.configuration("name: A, members: \(Self.list(1...20))"))
      let plan = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...40))"))
      try await world.run(.saved(plan), dies: true)
      let again = try await world.run(.saved(plan))
      #expect(again.isComplete)
      #expect(again.notes.map(\.code).contains("journal-folded"))
      #expect(try await world.recorded("A") == .numbered(1...40))
    }
  }

  @Test func `a plan that includes a journal is stale after another apply, but not after its journal is recorded`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      try await world.apply(try world.configuration("name: A, members: \(Self.list(1...20))"))
      try await world.apply(try world.configuration("name: A, members: \(Self.list(1...30))"), in: "C", dies: true)
      let plan = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...31))"), in: "C")
      #expect(plan.header.state?.serial == 1)
      #expect(try await world.run(.saved(plan), in: "C").isComplete)
      #expect(world.members("A") == .numbered(1...31))

      try await world.apply(try world.configuration("name: A, members: \(Self.list(1...40))"), in: "C", dies: true)
      let late = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...41))"), in: "C")
      for last in [41, 40] { try await world.apply(try world.configuration("name: A, members: \(Self.list(1...last))"), in: "D") }
      let current = world
      let summaries = try await Self.summaries { try await current.run(.saved(late), in: "C") }
      #expect(summaries.first?.contains("a later apply has changed it") == true, "\(summaries)")
    }
  }

  @Test func `an apply that only observed a segment does not make plans for it stale`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20), "B": Array(1...20)]) { world in
      func declared(_ own: some Sequence<Int>, _ other: some Sequence<Int>) throws -> LoadedConfiguration {
        try world.configuration("name: A, members: \(Self.list(own))", "name: B, members: \(Self.list(other))")
      }
      try await world.apply(try declared(1...20, 1...20))
      let plan = try await world.plan(try declared(1...20, 1...21), targets: ["B"])
      world.now = world.now.advanced(by: .seconds(86_400))
      try await world.apply(try declared(1...21, 1...20))
      #expect(try await world.run(.saved(plan)).isComplete)
      #expect(world.members("B") == .numbered(1...21))
    }
  }

  @Test func `an apply that only started to record a segment does not make plans for it stale`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let plan = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...21))"))
      try await world.apply(try world.configuration("name: A, members: \(Self.list(1...20))"))
      #expect(try await world.document?.serial == 1)
      #expect(try await world.run(.saved(plan)).isComplete)
    }
  }

  @Test func `plans of different segments, made at the same time, are both applied`() async throws {
    try await withApplyWorld { world in
      let both = try world.configuration("name: A, members: \(Self.list([1]))", "name: B, members: \(Self.list([2]))")
      let first = try await world.plan(both, targets: ["A"])
      let second = try await world.plan(both, targets: ["B"])
      #expect(try await world.run(.saved(first)).isComplete)
      #expect(try await world.run(.saved(second)).isComplete)
      #expect(world.members("B") == .numbered([2]))
    }
  }

  @Test func `a plan of a serial that the state has not reached is refused`() async throws {
    try await withApplyWorld(segments: ["A": [1]]) { world in
      let same = try world.configuration("name: A, members: \(Self.list([1]))")
      try await world.apply(same)
      let lineage = try #require(try await world.document).lineage
      let made = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...2))"))
      let header = PlanHeader(
        toolVersion: made.header.toolVersion,
        createdAt: made.header.createdAt,
        validUntil: made.header.validUntil,
        store: made.header.store,
        configurationDigest: made.header.configurationDigest,
        state: StateReference(lineage: lineage, serial: 999)
      )
      let plan = Plan(header: header, segments: made.segments, unmanagedCount: 0)
      await #expect(throws: SavedPlanRefusal.newerState(planned: 999, now: 1)) { try await world.run(.saved(plan)) }
      #expect(world.members("A") == .numbered([1]))
    }
  }

  @Test func `a plan that is older than the history of a format 1 state is refused, and one of its serial is not`() async throws {
    try await withApplyWorld(segments: ["A": [1], "B": [1]]) { world in
      try await world.apply(try world.configuration("name: A, members: \(Self.list([1]))"))
      let older = try await world.plan(try world.configuration("name: B, members: \(Self.list(1...2))"))
      try await world.apply(try world.configuration("name: A, members: \(Self.list(1...3))"))
      let store = world.state()
      let current = try #require(try await store.read())
      _ = try await store.write(
        StateDocument(
          lineage: current.document.lineage,
          serial: current.document.serial,
          toolVersion: "0",
          store: "store",
          segments: current.document.segments,
          history: .unknown(before: current.document.serial)
        ),
        replacing: current
      )
      let newer = try await world.plan(try world.configuration("name: B, members: \(Self.list(1...2))"))
      let now = world
      let summaries = try await Self.summaries { try await now.run(.saved(older)) }
      #expect(summaries.first?.contains("the state no longer knows what changed since") == true, "\(summaries)")
      #expect(try await world.run(.saved(newer)).isComplete)
    }
  }

  @Test func `a completely applied plan does not revert later changes by others, unless told to`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let plan = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...21))"))
      try await world.run(.saved(plan))
      let id = try #require(world.store.store.segment(named: "A")).id
      world.store.simulator.edit { store in _ = try? store.removeMembers([.numbered(21)], from: id) }
      let current = world
      let summaries = try await Self.summaries { try await current.run(.saved(plan)) }
      #expect(summaries.first?.contains("undid part of its changes outside segapply") == true, "\(summaries)")
      #expect(try await world.run(.saved(plan), acceptsDrift: true).isComplete)
      #expect(world.members("A") == .numbered(1...21))
    }
  }

  // MARK: dates

  @Test(arguments: ["expires", "starts"])
  func `a plan is not applied after a date that changes who is declared`(key: String) async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let member = "{profile: \(ShopperProfileID.numbered(50)), \(key): 2026-01-03}"
      let list = Self.list(1...20).dropLast() + ", \(ShopperProfileID.numbered(60)), \(member)]"
      let plan = try await world.plan(try world.configuration("name: A, members: \(list)"))
      #expect(plan.header.validUntil == "2026-01-03T00:00:00Z")
      world.now = try #require(Timestamp("2026-01-03T00:00:00Z"))
      let late = world
      let summaries = try await Self.summaries { try await late.run(.saved(plan)) }
      #expect(summaries == ["the plan was valid until 2026-01-03T00:00:00Z; it is 2026-01-03T00:00:00Z now"])
      #expect(world.members("A") == .numbered(1...20))
      world.now = try #require(Timestamp("2026-01-02T23:59:59Z"))
      #expect(try await world.run(.saved(plan)).isComplete)
    }
  }

  @Test func `dates of included segments count, and those of segments without changes do not`() async throws {
    try await withApplyWorld(segments: ["Quiet": [1]]) { world in
      let quiet = "name: Quiet, members: [{profile: \(ShopperProfileID.numbered(1)), expires: 2026-01-02}]"
      let plain = try await world.plan(try world.configuration(quiet, "name: A, members: \(Self.list([2]))"))
      #expect(plain.header.validUntil == "2026-01-08T00:00:00Z")
      let including = try await world.plan(
        try world.configuration(quiet, "name: A, include: [Quiet], members: \(Self.list([2]))")
      )
      #expect(including.header.validUntil == "2026-01-02T00:00:00Z")
    }
  }

  @Test func `a plan of last year is refused`() async throws {
    try await withApplyWorld { world in
      var plan = try await world.plan(try world.configuration("name: A, members: \(Self.list([2]))"))
      plan.header.validUntil = "2999-01-01T00:00:00Z"
      let forever = plan
      world.now = try #require(Timestamp("2027-01-01T00:00:00Z"))
      let late = world
      let summaries = try await Self.summaries { try await late.run(.saved(forever)) }
      #expect(summaries == ["the plan was made at 2026-01-01T00:00:00Z and is too old"])
    }
  }

  // MARK: limits

  @Test func `a plan file with higher limits than its manifests is stopped`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let made = try await world.plan(try world.configuration("name: A, members: \(Self.list(1...19))"))
      let segment = made.segments[0]
      let forged = SegmentPlan(
        name: segment.name,
        change: segment.change,
        mode: segment.mode,
        add: .empty,
        remove: .numbered(1...20),
        live: segment.live,
        desiredCount: 0,
        limits: SegmentLimits(DeclaredLimits(removals: .percent(100)), allowsEmpty: true)
      )
      let plan = Plan(header: made.header, segments: [forged], unmanagedCount: 0)
      let file = try PlanCodec.decode(try PlanCodec.encode(plan, guardrails: []), file: "plan.json")
      let stop = await #expect(throws: GuardrailStop.self) {
        try await world.run(.saved(file), overrides: .none)
      }
      #expect(stop?.findings.map(\.code) == ["emptied-segment", "max-removals"])
      #expect(world.members("A") == .numbered(1...20))
    }
  }
}
