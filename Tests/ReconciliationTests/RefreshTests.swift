import Diagnostics
import FileAccess
import SegmentModel
import StateStorage
import StoreClient
import StoreSimulator
import TestSupport
import Testing

@testable import Planning
@testable import Reconciliation

/// Runs that compare counts with the state's records.
///
/// Segment "A" has the members 1 to 2,000, which are nine requests to list, and an apply has recorded them.
struct RefreshTests {
  private static func withRecorded(
    _ members: ClosedRange<Int> = 1...2000,
    segments: [String: [Int]]? = nil,
    _ body: (inout Shop) async throws -> Void
  ) async throws {
    let settings = SimulatorSettings(clock: SimulatorClock(SleeplessClock()))
    try await withRehearsal(profiles: 2100, segments: segments ?? ["A": Array(members)], settings: settings) { rehearsal in
      try rehearsal.declare(["A": Array(members)])
      var shop = Shop(rehearsal: rehearsal)
      try await shop.apply()
      shop.refresh = Refresh(.counts)
      try await body(&shop)
    }
  }

  private static func id(_ shop: Shop) throws -> SegmentID { try #require(shop.store.store.segment(named: "A")).id }

  /// How many requests the body sends.
  private static func requests(_ shop: Shop, _ body: () async throws -> Void) async throws -> Int {
    let before = shop.store.log.count
    try await body()
    return shop.store.log.count - before
  }

  private static func reason(_ notes: [Diagnostic]) -> String? { notes.first { $0.code == "listed-completely" }?.detail }

  // MARK: planning

  @Test func `a plan asks for one page, and says that the record stands for the other members`() async throws {
    try await Self.withRecorded { shop in
      try shop.rehearsal.declare(["A": Array(2...2001)])
      let current = shop
      let requests = try await Self.requests(shop) {
        let planned = try await current.plan()
        #expect(planned.plan.segments.map(\.add) == [.numbered([2001])])
        #expect(planned.plan.segments.map(\.remove) == [.numbered([1])])
        #expect(planned.warnings.codes == ["checked-by-count"])
        #expect(planned.plan.warnings.map(\.code) == ["checked-by-count"])
      }
      // Segments, the first page, promotions.
      #expect(requests == 3)
    }
  }

  @Test func `an exchange of members does not show by count, and the next listing finds it`() async throws {
    try await Self.withRecorded { shop in
      shop.store.simulator.editAsForeigner(try Self.id(shop), adding: .numbered([2050]), removing: .numbered([1500]))
      #expect(try await shop.plan().plan.hasChanges == false)
      let current = shop
      let run = try await shop.withReconciler { try await $0.drift(try current.request().configuration, Refresh(.counts)) }
      #expect(!run.report.hasDrift && run.report.checkedByCount.map(\.name) == ["A"])
      shop.refresh = .full
      let planned = try await shop.plan()
      #expect(planned.plan.segments.map(\.add) == [.numbered([1500])])
      #expect(planned.plan.segments.map(\.remove) == [.numbered([2050])])
    }
  }

  @Test func `a member that someone else added leads to a listing, with both counts`() async throws {
    try await Self.withRecorded { shop in
      shop.store.simulator.editAsForeigner(try Self.id(shop), adding: .numbered([2050]))
      let planned = try await shop.plan()
      #expect(planned.plan.segments.map(\.remove) == [.numbered([2050])])
      #expect(Self.reason(planned.warnings) == "\"A\": the store counts 2001 members instead of 2000")
    }
  }

  @Test func `an exchange that shows on the first page leads to a listing`() async throws {
    try await Self.withRecorded(51...2050) { shop in
      shop.store.simulator.editAsForeigner(try Self.id(shop), adding: .numbered([7]), removing: .numbered([1500]))
      let planned = try await shop.plan()
      #expect(planned.plan.segments.map(\.remove) == [.numbered([7])])
      #expect(Self.reason(planned.warnings) == "\"A\": its first page shows a member that the record does not have")
    }
  }

  @Test(arguments: [
    ("total:by=3,times=1", "the store counts 2003 members instead of 2000"),
    ("total:by=0,times=1", "the store does not state how many members it has"),
  ])
  func `a total that is wrong or missing leads to a listing`(fault: String, reason: String) async throws {
    try await Self.withRecorded { shop in
      shop.store.simulator.setFaults([try FaultSpec(fault)])
      let planned = try await shop.plan()
      #expect(!planned.plan.hasChanges)
      #expect(Self.reason(planned.warnings) == "\"A\": \(reason)")
    }
  }

  @Test func `a state of an earlier release leads to one listing, until an apply has recorded the count`() async throws {
    try await Self.withRecorded { shop in
      let text = try #require(shop.rehearsal.read("segplan.state.json"))
      #expect(text.contains("\"live_count\" : 2000,"))
      try shop.rehearsal.write(text.replacing("\"live_count\" : 2000,", with: ""), to: "segplan.state.json")
      let planned = try await shop.plan()
      #expect(Self.reason(planned.warnings) == "\"A\": the last apply did not record how many members it has")
      try await shop.apply()
      #expect(try await shop.plan().warnings.codes == ["checked-by-count"])
    }
  }

  @Test func `an additive segment with members of others is listed`() async throws {
    try await Self.withRecorded { shop in
      let members = (1500...2001).map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", ")
      try shop.declare("  - {name: A, mode: additive, members: [\(members)]}")
      try await shop.apply()
      #expect(shop.members(of: "A").count == 2001)
      let planned = try await shop.plan()
      #expect(Self.reason(planned.warnings) == "\"A\": the record names 1 of its 2001 members")
    }
  }

  @Test func `a segment without a record, and one that an apply did not verify, are listed`() async throws {
    try await Self.withRecorded(segments: ["A": Array(1...2000), "B": Array(1...600)]) { shop in
      try shop.rehearsal.declare(["A": Array(1...2001), "B": Array(1...600)])
      let first = try await shop.plan()
      #expect(Self.reason(first.warnings) == "\"B\": the state does not record it")
      shop.store.simulator.setFaults([try FaultSpec("late:ms=60000")])
      try await shop.apply()
      shop.store.simulator.setFaults([])
      let second = try await shop.plan()
      #expect(Self.reason(second.warnings) == "\"A\": the last apply did not record how many members it has")
    }
  }

  @Test(arguments: [
    "error:status=404,on=list,times=1", "error:status=422,on=list,times=1", "error:status=500,on=list,times=2",
    "html:status=200,on=list,times=1", "reset:on=list,times=1", "truncate:on=list,times=1", "overload:on=list,times=1",
    "drip:bytes=700,pause=1,on=list,times=1", "duplicate:times=1", "shift:row=moved,times=1", "latency:ms=5",
    "foreign-writer:adds=1,removes=1,on=list,times=1",
  ])
  func `whatever goes wrong with the first page, the plan is right or there is none`(fault: String) async throws {
    try await Self.withRecorded { shop in
      try shop.rehearsal.declare(["A": Array(2...2001)])
      shop.store.simulator.setFaults([try FaultSpec(fault)])
      do {
        let planned = try await shop.plan()
        let live = shop.members(of: "A")
        let segment = try #require(planned.plan.segments.first)
        #expect(segment.add.contains(.numbered(2001)) && segment.remove.contains(.numbered(1)))
        if fault.hasPrefix("foreign") == false { #expect(live == .numbered(1...2000)) }
      } catch is StoreError {}
    }
  }

  // MARK: applying

  @Test func `an apply of ten changes takes as many requests as it has to, however large the segment is`() async throws {
    try await Self.withRecorded { shop in
      try shop.rehearsal.declare(["A": Array(6...2005)])
      let current = shop
      let requests = try await Self.requests(shop) { try await current.apply() }
      #expect(shop.members(of: "A") == .numbered(6...2005))
      // Segments, the first page, promotions, two writes; to verify it, a listing of nine pages takes less than ten profiles.
      #expect(requests == 14)
      #expect(try await !shop.plan().plan.hasChanges)
    }
  }

  @Test func `a saved plan is checked by the count and its own members`() async throws {
    try await Self.withRecorded { shop in
      try shop.rehearsal.declare(["A": Array(3...2001)])
      let plan = try await shop.plan().plan
      // One planned removal is done already.
      shop.store.simulator.editAsForeigner(try Self.id(shop), removing: .numbered([1]))
      let current = shop
      let requests = try await Self.requests(shop) {
        let applied = try await current.apply(.saved(plan))
        #expect(applied.notes.codes.contains("already-done"))
      }
      #expect(shop.members(of: "A") == .numbered(3...2001))
      // Segments, the first page, three planned members, two writes, two changed members and the count.
      #expect(requests == 10)
    }
  }

  @Test func `a saved plan is refused if the count shows a change that it does not list`() async throws {
    try await Self.withRecorded { shop in
      try shop.rehearsal.declare(["A": Array(2...2001)])
      let plan = try await shop.plan().plan
      shop.store.simulator.editAsForeigner(try Self.id(shop), adding: .numbered([2050]))
      let current = shop
      let error = await #expect(throws: StalePlanError.self) { try await current.apply(.saved(plan)) }
      #expect(error?.diagnostics.codes == ["stale-plan"])
      #expect(shop.store.membershipWrites.isEmpty)
    }
  }

  @Test func `with drift accepted, a saved plan is applied without a listing and makes only its own changes`() async throws {
    try await Self.withRecorded { shop in
      try shop.rehearsal.declare(["A": Array(2...2001)])
      let plan = try await shop.plan().plan
      shop.store.simulator.editAsForeigner(try Self.id(shop), adding: .numbered([2001, 2050]))
      shop.acceptsDrift = true
      let current = shop
      let requests = try await Self.requests(shop) {
        let applied = try await current.apply(.saved(plan))
        #expect(applied.notes.codes.contains("count-differs"))
      }
      #expect(shop.members(of: "A") == MemberSet.numbered(2...2001).union(.numbered([2050])))
      // Segments, the first page, two planned members, one write, the changed member and the count.
      #expect(requests == 7)
      // The record does not say who is live, so the next check lists the segment and finds the drift.
      let planned = try await shop.plan()
      #expect(planned.plan.segments.map(\.remove) == [.numbered([2050])])
    }
  }

  @Test func `profiles that are in 1,000 segments are verified over four pages`() async throws {
    var segments = ["A": Array(1...2000)]
    for number in 1..<1000 { segments["S\(number)"] = [1, 2001] }
    try await Self.withRecorded(segments: segments) { shop in
      try shop.rehearsal.declare(["A": Array(2...2001)])
      let applied = try await shop.apply()
      guard case .applied(let outcome, _, _, _) = applied.result else {
        Issue.record("\(applied.result)")
        return
      }
      #expect(outcome.segments.map(\.verifiedCount) == [2000])
      let pages = shop.store.log.count { $0.path.hasSuffix("/segments") && $0.path.contains("/shopper-profiles/") }
      #expect(pages >= 8)
    }
  }

  // MARK: checks that follow each other

  @Test func `after a listing, a check lists what had drifted and what the store has updated`() async throws {
    try await Self.withRecorded(segments: ["A": Array(1...2000), "B": Array(1...600)]) { shop in
      try shop.rehearsal.declare(["A": Array(1...2000), "B": Array(1...600)])
      shop.refresh = .full
      try await shop.apply()
      let current = shop
      func check(_ refresh: Refresh) async throws -> DriftRun {
        try await current.withReconciler { try await $0.drift(try current.request().configuration, refresh) }
      }
      shop.store.simulator.editAsForeigner(try Self.id(shop), adding: .numbered([2050]), removing: .numbered([1500]))
      let full = try await check(.full)
      #expect(full.report.drifted.map(\.name) == ["A"])
      let counted = try await check(Refresh(.counts, after: full.seen))
      #expect(counted.report.drifted.map(\.name) == ["A"])
      #expect(counted.report.checkedByCount.map(\.name) == ["B"])
      #expect(Self.reason(counted.warnings) == "\"A\": it had drifted at the last check")
      shop.store.simulator.editAsForeigner(try Self.id(shop), adding: .numbered([1500]), removing: .numbered([2050]))
      let third = try await check(Refresh(.counts, after: counted.seen))
      #expect(!third.report.hasDrift)
      shop.store.simulator.edit { store in
        guard let id = store.segment(named: "B")?.id else { return }
        _ = try? store.updateSegments([StoreSimulator.SegmentChange(id: id, name: nil, description: "new")])
      }
      let fourth = try await check(Refresh(.counts, after: third.seen))
      #expect(Self.reason(fourth.warnings) == "\"B\": the store has updated it since the last check")
      #expect(fourth.report.checkedByCount.map(\.name) == ["A"])
    }
  }
}
