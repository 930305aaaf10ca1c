import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// What an apply asks to verify a few changes of a large segment.
///
/// Segment "A" has the members 1 to 2,000, which are nine requests to list. The manifest adds 2001 and removes 1.
struct VerificationTests {
  private static func withApply(
    members: Int = 2000,
    _ faults: String...,
    body: (InProcess, ApplyOutcome, [ApplyEvent], [RequestRecord]) async throws -> Void
  ) async throws {
    let clock = SleeplessClock()
    let settings = SimulatorSettings(clock: SimulatorClock(clock))
    try await withRehearsal(profiles: 2100, segments: ["A": Array(1...members)], settings: settings) { rehearsal in
      try rehearsal.declare(["A": Array(2...members + 1)])
      let process = InProcess(rehearsal: rehearsal)
      rehearsal.store.simulator.setFaults(try faults.map { try FaultSpec($0) })
      let (result, events) = try await process.apply()
      guard case .applied(let outcome, _, _, let unrecorded) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(unrecorded.isEmpty)
      let log = rehearsal.store.simulator.log
      let lastWrite = log.lastIndex { $0.method != "GET" } ?? 0
      try await body(process, outcome, events, Array(log[(lastWrite + 1)...]))
    }
  }

  private static func reasons(_ events: [ApplyEvent]) -> [String] {
    events.compactMap { if case .listing(_, let reason) = $0 { reason } else { nil } }
  }

  @Test func `it asks for the segments of the changed profiles and for the total`() async throws {
    try await Self.withApply { process, outcome, events, requests in
      #expect(outcome.segments.map(\.verification) == [.matches])
      #expect(outcome.segments.map(\.verifiedCount) == [2000])
      let id = try #require(process.rehearsal.store.store.segment(named: "A")).id
      let paths = requests.map { String($0.path.drop { $0 != "v" }) }
      #expect(
        paths.sorted() == [
          "v3/segments/\(id)/shopper-profiles", "v3/shopper-profiles/\(ShopperProfileID.numbered(1))/segments",
          "v3/shopper-profiles/\(ShopperProfileID.numbered(2001))/segments",
        ]
      )
      #expect(requests.last?.query == "page=1&limit=1")
      #expect(Self.reasons(events).isEmpty)
    }
  }

  @Test func `a listing that takes fewer requests is used instead`() async throws {
    try await Self.withApply(members: 400) { _, outcome, _, requests in
      #expect(outcome.segments.map(\.verification) == [.matches])
      #expect(outcome.segments.map(\.verifiedCount) == [400])
      #expect(requests.map(\.query) == ["page=1&limit=250", "page=2&limit=250"])
    }
  }

  @Test func `changes that the profiles never show are not confirmed`() async throws {
    try await Self.withApply("late:ms=60000") { process, outcome, _, requests in
      #expect(outcome.isComplete)
      #expect(outcome.segments.map(\.verification) == [.differs(missing: .numbered([2001]), lingering: .numbered([1]))])
      #expect(outcome.segments.map(\.verifiedCount) == [nil])
      // Two profiles, three times.
      #expect(requests.count == 6)
      let record = try await process.record("A")
      #expect(record.unconfirmed == .numbered([1, 2001]))
    }
  }

  @Test(arguments: [
    // Planning lists nine pages. The next list is the total.
    ("total:by=3,after=9,times=3", "the store counts 2003 members instead of 2000"),
    ("total:by=0,after=9,times=1", "the store does not state how many members it has"),
  ])
  func `a total that is wrong or missing leads to a listing, with the reason`(fault: String, reason: String) async throws {
    try await Self.withApply(fault) { _, outcome, events, requests in
      #expect(Self.reasons(events) == [reason])
      #expect(outcome.segments.map(\.verification) == [.matches])
      #expect(outcome.segments.map(\.verifiedCount) == [2000])
      #expect(requests.count { $0.query.hasSuffix("limit=250") && $0.path.hasSuffix("shopper-profiles") } == 9)
    }
  }

  @Test(arguments: [
    "error:status=404", "error:status=422", "error:status=503", "html:status=200", "reset:when=before", "truncate",
  ])
  func `profiles that the store does not answer for lead to a listing`(fault: String) async throws {
    let scoped = fault + (fault.contains(":") ? "," : ":") + "on=profiles,times=0"
    try await Self.withApply(scoped) { _, outcome, events, _ in
      #expect(Self.reasons(events).count == 1)
      #expect(outcome.segments.map(\.verification) == [.matches])
    }
  }

  @Test func `members that someone else changes in between are found by the listing, and do not count as verified`() async throws
  {
    try await Self.withApply("foreign-writer:adds=1,removes=0,on=add") { _, outcome, events, _ in
      #expect(Self.reasons(events) == ["the store counts 2001 members instead of 2000"])
      #expect(outcome.segments.map(\.verification) == [.matches])
      #expect(outcome.segments.map(\.verifiedCount) == [nil])
    }
  }
}
