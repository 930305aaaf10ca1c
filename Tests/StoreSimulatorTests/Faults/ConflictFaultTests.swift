import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@Suite struct ConflictFaultTests {
  private struct Problem: Decodable {
    struct Inner: Decodable {
      let errors: [String: String]
    }
    struct Meta: Decodable, Equatable {
      let total: Int
      let success: Int
      let failed: Int
    }
    let errors: [Inner]
    let meta: Meta
  }

  /// The member that another writer added.
  private static func intruder(in simulator: RunningSimulator) throws -> ShopperProfileID {
    let changes = simulator.simulator.foreignChanges
    #expect(changes.map(\.kind) == [.memberAdded])
    return try #require(changes.first?.profile)
  }

  @Test func `a batch is rejected, and the member is named`() async throws {
    try await withFaults("conflict:style=whole") { simulator, vip in
      let answer = try await vip.add(501...510)
      #expect(answer.status == 409)
      let intruder = try Self.intruder(in: simulator)
      let problem = try answer.json(Problem.self)
      #expect(problem.errors.map(\.errors) == [["0": "Shopper profile `\(intruder)` already exists for segment `\(vip.id)`."]])
      #expect(problem.meta == .init(total: 10, success: 0, failed: 1))
      #expect(vip.members == VIP.unchanged.union([intruder]))
    }
  }

  @Test func `a batch is added in part, and the member is named`() async throws {
    try await withFaults("conflict:style=partial") { simulator, vip in
      let answer = try await vip.add(501...510)
      #expect(answer.status == 409)
      let intruder = try Self.intruder(in: simulator)
      let problem = try answer.json(Problem.self)
      #expect(problem.errors.first?.errors["0"]?.contains(intruder.description) == true)
      #expect(problem.meta == .init(total: 10, success: 9, failed: 1))
      #expect(vip.members == MemberSet.numbered(1...510))
    }
  }

  @Test func `a batch is rejected, and no member is named`() async throws {
    try await withFaults("conflict:style=anonymous,members=3") { simulator, vip in
      let answer = try await vip.add(501...510)
      #expect(answer.status == 409)
      #expect(!(501...510).contains { answer.text.contains(ShopperProfileID.numbered($0).description) })
      #expect(simulator.simulator.foreignChanges.count == 3)
      #expect(vip.members.count == 503)
      // While the fault is set, also for conflicts that no other writer caused.
      let second = try await vip.add([1])
      #expect(second.status == 409)
      #expect(!second.text.contains(ShopperProfileID.numbered(1).description))
    }
  }

  @Test func `another writer creates the segment of that name first`() async throws {
    try await withFaults("conflict:on=create") { simulator, vip in
      let answer = try await simulator.send("POST", "/segments", json: #"[{"name":"new"}]"#)
      #expect(answer.status == 409)
      #expect(simulator.store.segment(named: "new") != nil)
      #expect(simulator.simulator.foreignChanges.map(\.kind) == [.segmentCreated])
      #expect(vip.members == VIP.unchanged)
    }
  }
}
