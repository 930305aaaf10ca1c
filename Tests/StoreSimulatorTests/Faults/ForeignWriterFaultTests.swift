import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@Suite struct ForeignWriterFaultTests {
  private static func changes(_ simulator: RunningSimulator) -> (added: MemberSet, removed: MemberSet) {
    let changes = simulator.simulator.foreignChanges
    return (
      MemberSet(changes.filter { $0.kind == .memberAdded }.compactMap(\.profile)),
      MemberSet(changes.filter { $0.kind == .memberRemoved }.compactMap(\.profile))
    )
  }

  @Test func `another writer changes members after the last page is read`() async throws {
    try await withFaults("foreign-writer:adds=3,removes=2") { simulator, vip in
      var seen = try await vip.ids(page: 1)
      #expect(simulator.simulator.foreignChanges.isEmpty)
      seen += try await vip.ids(page: 2)
      #expect(seen == VIP.unchanged.map(\.description))
      let (added, removed) = Self.changes(simulator)
      #expect(added.count == 3)
      #expect(removed.count == 2)
      #expect(vip.members == VIP.unchanged.subtracting(removed).union(added))
      // It happens once: the next list changes nothing.
      _ = try await vip.ids(page: 2)
      #expect(simulator.simulator.foreignChanges.count == 5)
    }
  }

  @Test func `another writer changes members just before the second add`() async throws {
    try await withFaults("foreign-writer:on=add,after=1,adds=0,removes=1") { simulator, vip in
      _ = try await vip.add([501])
      #expect(simulator.simulator.foreignChanges.isEmpty)
      _ = try await vip.add([502])
      #expect(simulator.simulator.foreignChanges.map(\.afterRequests) == [2])
      let (_, removed) = Self.changes(simulator)
      #expect(vip.members == MemberSet.numbered(1...502).subtracting(removed))
    }
  }

  @Test func `another writer changes the given profiles`() async throws {
    let spec = "foreign-writer:on=remove,add=\(ShopperProfileID.numbered(600)),remove=\(ShopperProfileID.numbered(7))"
    try await withFaults(spec) { simulator, vip in
      let answer = try await vip.remove([1])
      #expect(answer.status == 204)
      #expect(vip.members == MemberSet.numbered(2...500).subtracting([.numbered(7)]).union([.numbered(600)]))
      #expect(Self.changes(simulator) == (MemberSet.numbered([600]), MemberSet.numbered([7])))
    }
  }

  @Test func `a writer creates a profile if every profile is already a member`() async throws {
    try await withFaults("foreign-writer:adds=150,removes=0") { simulator, vip in
      _ = try await vip.ids(page: 2)
      let kinds = simulator.simulator.foreignChanges.map(\.kind)
      #expect(kinds.filter { $0 == .memberAdded }.count == 150)
      #expect(kinds.contains(.profileCreated))
      #expect(vip.members.count == 650)
    }
  }

  @Test func `the same seed gives the same run`() async throws {
    var runs: [[ForeignChange]] = []
    for _ in 1...2 {
      try await withFaults("foreign-writer:on=list,rate=0.5,adds=2,removes=2") { simulator, vip in
        for _ in 1...10 { _ = try await vip.list() }
        runs.append(simulator.simulator.foreignChanges.map { $0 })
      }
    }
    #expect(runs[0].count > 4)
    #expect(runs[0] == runs[1])
  }

  @Test func `a test can be the other writer, and the endpoint reports it`() async throws {
    struct Change: Decodable, Equatable {
      let change: String
      let segment: String?
      let profile: String?
      let afterRequests: Int
    }
    try await withFaults { simulator, vip in
      _ = try await vip.list()
      simulator.simulator.editAsForeigner(vip.id, adding: .numbered([501]), removing: .numbered([2, 555]))
      #expect(vip.members == VIP.unchanged.subtracting([.numbered(2)]).union([.numbered(501)]))
      let answer = try await simulator.send("GET", "/_sim/foreign", token: nil)
      let two = ShopperProfileID.numbered(2).description
      let new = ShopperProfileID.numbered(501).description
      #expect(
        try answer.json([Change].self, convertsKeys: true) == [
          Change(change: "member-removed", segment: vip.id.description, profile: two, afterRequests: 1),
          Change(change: "member-added", segment: vip.id.description, profile: new, afterRequests: 1),
        ]
      )
    }
  }
}
