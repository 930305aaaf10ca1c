import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Lists that change while they are read.
///
/// The segment has two pages of 250.
@Suite struct ListFaultTests {
  private static func total(_ answer: TestAnswer) throws -> Int? { try answer.json(TestPage.self).meta?.pagination?.total }

  @Test func `an inserted row moves the others to later pages, so that one appears twice`() async throws {
    try await withFaults("shift:row=inserted") { simulator, vip in
      let first = try await vip.list(page: 1)
      let second = try await vip.list(page: 2)
      #expect(try Self.total(first) == 500)
      #expect(try Self.total(second) == 501)
      let ids = try [first, second].flatMap { try $0.json(TestPage.self).data.map(\.id) }
      #expect(ids.count == 500)
      #expect(Set(ids).count == 499)
      #expect(simulator.simulator.foreignChanges.map(\.kind) == [.profileCreated, .memberAdded])
      // The list no longer changes: read again, it is complete.
      var again: [String] = []
      for page in 1...3 { again += try await vip.ids(page: page) }
      #expect(again == vip.members.map(\.description))
    }
  }

  @Test func `a deleted row moves the others to earlier pages, so that one never appears`() async throws {
    try await withFaults("shift:row=deleted") { simulator, vip in
      let first = try await vip.list(page: 1)
      let second = try await vip.list(page: 2)
      #expect(try Self.total(second) == 499)
      let ids = try Set([first, second].flatMap { try $0.json(TestPage.self).data.map(\.id) })
      #expect(ids.count == 499)
      #expect(!ids.contains(ShopperProfileID.numbered(251).description))
      #expect(vip.members == MemberSet.numbered(2...500))
      #expect(simulator.simulator.foreignChanges.map(\.kind) == [.memberRemoved])
    }
  }

  @Test func `a moved row keeps the total, and one row never appears`() async throws {
    try await withFaults("shift:row=moved") { _, vip in
      let first = try await vip.list(page: 1)
      let second = try await vip.list(page: 2)
      #expect(try Self.total(first) == Self.total(second))
      let ids = try Set([first, second].flatMap { try $0.json(TestPage.self).data.map(\.id) })
      #expect(ids.count == 500)
      #expect(!ids.contains(ShopperProfileID.numbered(251).description))
      #expect(vip.members.contains(.numbered(251)))
    }
  }

  @Test func `a list states a wrong total`() async throws {
    try await withFaults("total:by=-2") { _, vip in
      let totals = [try Self.total(try await vip.list(page: 1)), try Self.total(try await vip.list(page: 1))]
      #expect(totals == [498, 500])
    }
  }

  @Test func `a row is repeated on the next page in place of another one`() async throws {
    try await withFaults("duplicate") { simulator, vip in
      let first = try await vip.list(page: 1)
      let second = try await vip.list(page: 2)
      #expect(try Self.total(second) == 500)
      let ids = try [first, second].flatMap { try $0.json(TestPage.self).data.map(\.id) }
      #expect(ids[249] == ids[250])
      #expect(Set(ids).count == 499)
      #expect(vip.members == VIP.unchanged)
      #expect(simulator.simulator.foreignChanges.isEmpty)
    }
  }

  @Test func `lists show additions and removals late, but the store has them at once`() async throws {
    let clock = SleeplessClock()
    try await withFaults("late:ms=60000", clock: clock) { simulator, vip in
      _ = try await vip.add([501, 502])
      _ = try await vip.remove([1])
      #expect(vip.members == .numbered(2...502))
      #expect(try await vip.ids(page: 1).first == ShopperProfileID.numbered(1).description)
      #expect(try Self.total(try await vip.list()) == 500)
      #expect(try await vip.add([501]).status == 409)
      clock.advance(by: .seconds(59))
      #expect(try Self.total(try await vip.list()) == 500)
      clock.advance(by: .seconds(1))
      #expect(try Self.total(try await vip.list()) == 501)
      #expect(try await vip.ids(page: 1).first == ShopperProfileID.numbered(2).description)
      #expect(simulator.simulator.foreignChanges.isEmpty)
      #expect(simulator.simulator.faultHits == [.late: 3])
    }
  }

  @Test func `a list of one page does not change`() async throws {
    try await withFaults("duplicate:times=0", "shift:row=inserted,times=0") { simulator, vip in
      for _ in 1...3 { _ = try await vip.list(page: 1) }
      #expect(simulator.simulator.faultHits.isEmpty)
      #expect(vip.members == VIP.unchanged)
    }
  }

  @Test func `segments can be listed twice too`() async throws {
    try await withFaults("duplicate:on=segments") { simulator, _ in
      _ = try await simulator.send("POST", "/segments", json: #"[{"name":"second"}]"#)
      let first = try await simulator.send("GET", "/segments?limit=1&page=1").json(TestPage.self).data.map(\.id)
      let second = try await simulator.send("GET", "/segments?limit=1&page=2").json(TestPage.self).data.map(\.id)
      #expect(first == second)
    }
  }
}
