import SegmentModel
import TestSupport
import Testing

@testable import StoreSimulator

/// The rules of the store, without HTTP.
@Suite struct StoreTests {
  private static func store(_ profiles: Int = 100) throws -> (Store, SegmentID) {
    var store = Store(customers: profiles)
    let created = try store.createSegments([SegmentDraft(name: "VIP")])
    return (store, try #require(created.first).id)
  }

  @Test func `numbered profiles have the expected ids`() {
    let store = Store(customers: 3)
    #expect(store.profileIDs == MemberSet.numbered(1...3))
    #expect(store.profile(.numbered(2))?.customerID == 2)
  }

  @Test func `the same seed gives the same ids and times`() throws {
    func segments(seed: UInt64) throws -> [StoredSegment] {
      var store = Store(seed: seed)
      return try store.createSegments([SegmentDraft(name: "a"), SegmentDraft(name: "b")])
    }
    #expect(try segments(seed: 1) == segments(seed: 1))
    #expect(try segments(seed: 1) != segments(seed: 2))
    #expect(try Set(segments(seed: 1).map(\.id)).count == 2)
  }

  @Test func `an add that includes a member changes nothing`() throws {
    var (store, vip) = try Self.store()
    _ = try store.addMembers([.numbered(3), .numbered(7)], to: vip)
    #expect(throws: StoreRefusal.alreadyMembers([.numbered(7)], of: vip, count: 2, added: 0)) {
      try store.addMembers([.numbered(8), .numbered(7)], to: vip)
    }
    #expect(store.members(of: vip) == MemberSet.numbered([3, 7]))
  }

  @Test func `an add with an unknown profile changes nothing, unless unknown profiles are dropped`() throws {
    var (store, vip) = try Self.store()
    let ids: [ShopperProfileID] = [.numbered(1), .numbered(101)]
    #expect(throws: StoreRefusal.unknownProfiles([.numbered(101)])) { try store.addMembers(ids, to: vip) }
    #expect(throws: StoreRefusal.profilesNotFound([.numbered(101)])) {
      try store.addMembers(ids, to: vip, unknownProfiles: .notFound)
    }
    #expect(store.members(of: vip) == .empty)
    #expect(try store.addMembers(ids, to: vip, unknownProfiles: .dropped).map(\.id) == [.numbered(1)])
    #expect(store.members(of: vip) == MemberSet.numbered([1]))
  }

  @Test(arguments: [0, 51])
  func `an add takes 1 to 50 ids`(count: Int) throws {
    var (store, vip) = try Self.store()
    let ids = (0..<count).map { ShopperProfileID.numbered($0 + 1) }
    #expect(throws: count == 0 ? StoreRefusal.noItems : .tooManyMembers(51)) { try store.addMembers(ids, to: vip) }
    #expect(try store.addMembers((1...50).map { .numbered($0) }, to: vip).count == 50)
  }

  @Test func `removing profiles that are not members is not an error`() throws {
    var (store, vip) = try Self.store()
    _ = try store.addMembers([.numbered(3), .numbered(7)], to: vip)
    #expect(try store.removeMembers([.numbered(7), .numbered(8), .numbered(999)], from: vip) == [.numbered(7)])
    #expect(store.members(of: vip) == MemberSet.numbered([3]))
  }

  @Test func `a removal without ids empties the segment, and a deletion without ids empties the store`() throws {
    var (store, vip) = try Self.store()
    _ = try store.addMembers([.numbered(3), .numbered(7)], to: vip)
    _ = try store.removeMembers(nil, from: vip)
    #expect(store.members(of: vip) == .empty)
    #expect(store.profileIDs.count == 100)
    store.deleteSegments(nil)
    #expect(store.segments.isEmpty)
    store.deleteProfiles(nil)
    #expect(store.profileIDs.isEmpty)
  }

  @Test func `a deleted profile leaves its segments, and a deleted segment leaves its profiles`() throws {
    var (store, vip) = try Self.store()
    _ = try store.addMembers([.numbered(3), .numbered(7)], to: vip)
    store.deleteProfiles([.numbered(3)])
    #expect(store.members(of: vip) == MemberSet.numbered([7]))
    store.deleteSegments([vip])
    #expect(store.profile(.numbered(7)) != nil)
    #expect(store.members(of: vip) == nil)
    #expect(throws: StoreRefusal.unknownSegments([vip])) { try store.addMembers([.numbered(7)], to: vip) }
  }

  @Test func `a segment name is unique`() throws {
    var (store, _) = try Self.store()
    #expect(throws: StoreRefusal.segmentNameTaken("VIP", count: 2)) {
      try store.createSegments([SegmentDraft(name: "new"), SegmentDraft(name: "VIP")])
    }
    #expect(throws: StoreRefusal.segmentNameTaken("twin", count: 2)) {
      try store.createSegments([SegmentDraft(name: "twin"), SegmentDraft(name: "twin")])
    }
    #expect(store.segments.map(\.name) == ["VIP"])
  }

  @Test func `two segments can swap names, and an old name can be used again`() throws {
    var store = Store()
    let ids = try store.createSegments([SegmentDraft(name: "a"), SegmentDraft(name: "b")]).map(\.id)
    _ = try store.updateSegments([SegmentChange(id: ids[0], name: "b"), SegmentChange(id: ids[1], name: "a")])
    #expect(store.segment(named: "a")?.id == ids[1])
    #expect(store.segment(named: "b")?.id == ids[0])
    _ = try store.updateSegments([SegmentChange(id: ids[0], name: "c", description: "third")])
    #expect(store.segment(named: "b") == nil)
    #expect(store.segment(named: "c")?.description == "third")
    #expect(throws: StoreRefusal.segmentNameTaken("a", count: 1)) {
      try store.updateSegments([SegmentChange(id: ids[0], name: "a")])
    }
    #expect(throws: StoreRefusal.invalidField(item: 0, field: "name")) {
      try store.updateSegments([SegmentChange(id: ids[0], name: " ")])
    }
  }

  @Test func `a store has at most 1,000 segments`() throws {
    var store = Store()
    _ = try store.createSegments((1...1_000).map { SegmentDraft(name: "segment \($0)") })
    #expect(throws: StoreRefusal.tooManySegments) { try store.createSegments([SegmentDraft(name: "one more")]) }
    #expect(store.segments.count == 1_000)
  }

  @Test func `a customer has one profile`() throws {
    var store = Store(customers: 2)
    store.register(StoredCustomer(id: 3, email: "ada@example.com"))
    #expect(throws: StoreRefusal.unknownCustomers([4])) { try store.createProfiles(customers: [3, 4]) }
    #expect(throws: StoreRefusal.customersHaveProfiles([2])) { try store.createProfiles(customers: [3, 2]) }
    #expect(throws: StoreRefusal.invalidField(item: 1, field: "customer_id")) { try store.createProfiles(customers: [3, 0]) }
    #expect(try store.createProfiles(customers: [3]).map(\.customerID) == [3])
    #expect(store.profileIDs.count == 3)
  }
}
