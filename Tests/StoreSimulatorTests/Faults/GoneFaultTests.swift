import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Profiles and segments that no longer exist.
@Suite struct GoneFaultTests {
  @Test(arguments: [("422", 422), ("404", 404)])
  func `profiles of an add are deleted, and the batch is rejected`(answer: String, status: Int) async throws {
    try await withFaults("gone:profiles=2,answer=\(answer)") { simulator, vip in
      let first = try await vip.add(501...510)
      #expect(first.status == status)
      #expect(vip.members == VIP.unchanged)
      let gone = MemberSet(simulator.simulator.foreignChanges.compactMap(\.profile))
      #expect(gone.count == 2)
      #expect(MemberSet.numbered(501...510).subtracting(simulator.store.profileIDs) == gone)
      for id in gone { #expect(first.text.contains(id.description)) }
      // They stay deleted, no more are deleted, and the others can be added.
      let second = try await vip.add(501...510)
      #expect(second.status == status)
      let rest = (501...510).filter { !gone.contains(.numbered($0)) }
      let third = try await vip.add(rest)
      #expect(third.status == 201)
      #expect(simulator.simulator.foreignChanges.count == 2)
    }
  }

  @Test func `missing profiles are dropped silently`() async throws {
    try await withFaults("gone:profiles=2,answer=dropped") { simulator, vip in
      let answer = try await vip.add(501...510)
      #expect(answer.status == 201)
      let gone = MemberSet(simulator.simulator.foreignChanges.compactMap(\.profile))
      #expect(gone.count == 2)
      let added = MemberSet(try answer.json(TestPage.self).data.compactMap { ShopperProfileID($0.id) })
      #expect(added == MemberSet.numbered(501...510).subtracting(gone))
      #expect(vip.members == VIP.unchanged.union(added))
    }
  }

  @Test func `chosen profiles are deleted from the start`() async throws {
    let (five, last) = (ShopperProfileID.numbered(5), ShopperProfileID.numbered(600))
    try await withFaults("gone:ids=\(five)+\(last),answer=404") { simulator, vip in
      #expect(vip.members == VIP.unchanged.subtracting([five]))
      #expect(simulator.simulator.foreignChanges.map(\.kind) == [.profileDeleted, .profileDeleted])
      let refused = try await vip.add([600, 599])
      #expect(refused.status == 404)
      let accepted = try await vip.add([599])
      #expect(accepted.status == 201)
    }
  }

  @Test(arguments: [("422", 422), ("404", 404), ("dropped", 204)])
  func `profiles of a removal are deleted`(answer: String, status: Int) async throws {
    try await withFaults("gone:on=remove,profiles=1,answer=\(answer)") { simulator, vip in
      let first = try await vip.remove(1...10)
      #expect(first.status == status)
      let gone = MemberSet(simulator.simulator.foreignChanges.compactMap(\.profile))
      #expect(gone.count == 1)
      #expect(vip.members == (status == 204 ? MemberSet.numbered(11...500) : VIP.unchanged.subtracting(gone)))
    }
  }

  @Test(arguments: FailureFaultTests.kinds)
  func `a segment is deleted just before a request`(kind: RequestKind) async throws {
    try await withFaults("segment-gone:after=1") { simulator, vip in
      let before = try await vip.list()
      #expect(before.status == 200)
      let answer = try await vip.send(kind)
      #expect(answer.status == 404)
      #expect(simulator.store.segments.isEmpty)
      #expect(simulator.store.profileIDs.count == 600)
      let change = try #require(simulator.simulator.foreignChanges.first)
      #expect(change.kind == .segmentDeleted)
      #expect(change.segment == vip.id)
      #expect(change.afterRequests == 2)
    }
  }
}
