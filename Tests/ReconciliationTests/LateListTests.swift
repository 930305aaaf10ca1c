import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// A store that acknowledges changes and shows them in its lists a minute later.
///
/// Nobody is blamed for what this tool did, nothing is sent again in the same run, and the next listing settles what was unconfirmed.
struct LateListTests {
  /// Runs the body with a segment "A" of the members 1 to 3, a list that lags a minute, and the clock that lets the minute pass.
  private static func withLateLists(
    _ fault: String = "late:ms=60000",
    mode: MembershipMode = .authoritative,
    members: [Int] = [1, 2, 3],
    declared: [Int],
    _ body: (InProcess, SleeplessClock) async throws -> Void
  ) async throws {
    let clock = SleeplessClock()
    let settings = SimulatorSettings(clock: SimulatorClock(clock))
    try await withRehearsal(profiles: 100, segments: ["A": members], settings: settings) { rehearsal in
      let process = InProcess(rehearsal: rehearsal)
      try declare(declared, mode: mode, rehearsal)
      rehearsal.store.simulator.setFaults([try FaultSpec(fault)])
      try await body(process, clock)
    }
  }

  private static func declare(_ numbers: [Int], mode: MembershipMode, _ rehearsal: Rehearsal) throws {
    let members = numbers.map { "      - \(ShopperProfileID.numbered($0))\n" }.joined()
    let head = "version: 1\ndefaults: {guardrails: {max_removals: 100%}}\nsegments:\n  - name: A\n    mode: \(mode.rawValue)\n"
    try rehearsal.write(head + "    members:\n" + members, to: "segments.yaml")
  }

  private static func writes(_ process: InProcess) -> [RequestRecord] { process.rehearsal.store.membershipWrites }

  @Test(arguments: [MembershipMode.authoritative, .additive])
  func `additions that show late are sent once, recorded as unconfirmed, and settled by the next listing`(mode: MembershipMode)
    async throws
  {
    try await Self.withLateLists(mode: mode, declared: Array(1...6)) { process, clock in
      let (result, events) = try await process.apply()
      guard case .applied(let outcome, _, false, let unrecorded) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(outcome.isComplete && unrecorded.isEmpty)
      #expect(outcome.segments.map(\.verification) == [.differs(missing: .numbered(4...6), lingering: .empty)])
      #expect(Self.writes(process).count == 1)
      // Progress: what is done never exceeds what was to be done.
      var (done, total) = (0, 0)
      for event in events {
        if case .started(_, let members) = event { total += members }
        if case .batchDone(_, _, let members) = event { done += members }
      }
      #expect((done, total) == (3, 3))
      var record = try await process.record("A")
      #expect(record.unconfirmed == .numbered(4...6))
      #expect(record.members == (mode == .authoritative ? .numbered(1...3) : .empty))

      clock.advance(by: .seconds(61))
      let plan = try await process.plan()
      #expect(!plan.hasChanges)
      #expect(plan.segments.map(\.drift) == [nil])
      #expect(try await !process.drift().hasDrift)
      guard case .nothingToDo = try await process.apply().result else {
        Issue.record("there was something to do")
        return
      }
      record = try await process.record("A")
      #expect(record.unconfirmed.isEmpty)
      #expect(record.members == (mode == .authoritative ? .numbered(1...6) : .numbered(4...6)))
    }
  }

  @Test(arguments: [MembershipMode.authoritative, .additive])
  func `an addition that never appears is planned again, and is not reported as drift`(mode: MembershipMode) async throws {
    try await Self.withLateLists(mode: mode, declared: Array(1...6)) { process, clock in
      #expect(try await process.outcome().isComplete)
      // The store forgets what it acknowledged.
      let simulator = process.rehearsal.store.simulator
      let id = try #require(process.rehearsal.store.store.segment(named: "A")).id
      _ = try simulator.edit { store in
        try store.removeMembers((4...6).map { .numbered($0) }, from: id)
      }
      clock.advance(by: .seconds(61))
      let segment = try #require(try await process.plan().segments.first)
      #expect(segment.add == .numbered(4...6))
      #expect(segment.drift == nil)
      #expect(segment.note(of: .numbered(4))?.cause == .listed)
      let drift = try await process.drift()
      #expect(!drift.hasDrift)
      #expect(drift.unappliedMembers == 3)
      simulator.setFaults([])
      #expect(try await process.outcome().segments.map(\.verification) == [.matches])
      #expect(process.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...6))
    }
  }

  @Test(arguments: [MembershipMode.authoritative, .additive])
  func `a run during the delay adds the members again, without reporting drift`(mode: MembershipMode) async throws {
    try await Self.withLateLists(mode: mode, declared: Array(1...6)) { process, clock in
      _ = try await process.outcome()
      clock.advance(by: .seconds(30))
      let segment = try #require(try await process.plan().segments.first)
      #expect(segment.add == .numbered(4...6))
      #expect(segment.drift == nil)
      #expect(try await process.outcome().isComplete)
      #expect(Self.writes(process).map(\.status) == [201, 409])
      #expect(try await process.record("A").unconfirmed == .numbered(4...6))
      clock.advance(by: .seconds(31))
      #expect(try await !process.plan().hasChanges)
      #expect(try await !process.drift().hasDrift)
    }
  }

  @Test func `a created segment gets its members once, and they are not reported as drift`() async throws {
    try await Self.withLateLists(declared: Array(1...6)) { process, clock in
      try process.rehearsal.declare(["A": [1, 2, 3], "B": Array(1...60)])
      #expect(try await process.outcome().isComplete)
      #expect(Self.writes(process).map(\.status) == [201, 201])
      #expect(try await process.record("B").unconfirmed == .numbered(1...60))
      clock.advance(by: .seconds(61))
      #expect(try await !process.plan().hasChanges)
      #expect(try await !process.drift().hasDrift)
    }
  }

  @Test func `removals that show late are sent once and settled by the next listing`() async throws {
    try await Self.withLateLists(declared: [1]) { process, clock in
      let outcome = try await process.outcome()
      #expect(outcome.isComplete)
      #expect(outcome.segments.map(\.verification) == [.differs(missing: .empty, lingering: .numbered(2...3))])
      #expect(Self.writes(process).count == 1)
      #expect(try await process.record("A").unconfirmed == .numbered(2...3))
      // Still shown: ours to remove, and not somebody's addition.
      let segment = try #require(try await process.plan().segments.first)
      #expect(segment.drift == nil)
      #expect(segment.note(of: .numbered(2))?.cause == .noLongerDeclared)
      clock.advance(by: .seconds(61))
      #expect(try await !process.plan().hasChanges)
      #expect(try await !process.drift().hasDrift)
    }
  }

  @Test func `an additive segment still owns the removed members that the list shows`() async throws {
    try await Self.withLateLists("late:ms=60000,on=remove", mode: .additive, declared: Array(4...6)) { process, clock in
      #expect(try await process.outcome().segments.map(\.verification) == [.matches])
      try Self.declare([4], mode: .additive, process.rehearsal)
      #expect(try await process.outcome().isComplete)
      let record = try await process.record("A")
      #expect(record.members == .numbered([4]))
      #expect(record.unconfirmed == .numbered(5...6))
      #expect(try await process.plan().segments.first?.remove == .numbered(5...6))
      clock.advance(by: .seconds(61))
      #expect(try await !process.plan().hasChanges)
      #expect(try await !process.drift().hasDrift)
      #expect(process.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...4))
    }
  }

  @Test(arguments: ["add", "remove"])
  func `a change that was done and never acknowledged is not reported as drift`(kind: String) async throws {
    try await Self.withLateLists("error:status=503,when=after,on=\(kind),times=0", declared: Array(2...6)) { process, _ in
      let outcome = try await process.outcome()
      #expect(!outcome.isComplete)
      process.rehearsal.store.simulator.setFaults([])
      #expect(process.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(2...6))
      #expect(try await process.plan().segments.map(\.drift) == [nil])
      #expect(try await !process.drift().hasDrift)
    }
  }

  @Test func `a foreign member whose removal failed is still drift`() async throws {
    try await Self.withLateLists("error:status=503,on=remove,times=0", declared: [1, 2, 3]) { process, _ in
      _ = try await process.apply()
      let id = try #require(process.rehearsal.store.store.segment(named: "A")).id
      process.rehearsal.store.simulator.editAsForeigner(id, adding: .numbered([50]))
      #expect(try await !process.outcome().isComplete)
      #expect(try await process.plan().segments.map(\.drift) == [.changed(added: 1, removed: 0, renamedFrom: nil)])
    }
  }

  @Test func `changes that a stopped run could not verify are unconfirmed`() async throws {
    try await Self.withLateLists(declared: Array(1...90)) { process, clock in
      let stop = StopRequest()
      async let stopping: Void = {
        try await eventually("an addition") { !Self.writes(process).isEmpty }
        stop.request(.interruption)
      }()
      let outcome = try await process.outcome(stop: stop)
      try await stopping
      #expect(outcome.segments.allSatisfy { $0.verification == .missed || !$0.added.isEmpty })
      #expect(try await process.plan().segments.map(\.drift) == [nil])
      clock.advance(by: .seconds(61))
      #expect(try await process.plan().segments.map(\.drift) == [nil])
    }
  }
}
