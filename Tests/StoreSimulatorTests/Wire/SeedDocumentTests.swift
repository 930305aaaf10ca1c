import SegmentModel
import TestSupport
import Testing

@testable import StoreSimulator

@Suite struct SeedDocumentTests {
  private static let profile = ShopperProfileID.numbered(1)
  private static let segment = "dfada416-eba1-49cf-ad21-0f48b48d50ad"

  private static func store(_ text: String) throws -> Store {
    try SeedDocument.store(from: Array(text.utf8), seed: 1)
  }

  @Test func `a file fills a store`() throws {
    let store = try Self.store(
      """
      {"profiles": [{"id": "\(Self.profile)", "customer_id": 7}],
       "segments": [{"id": "\(Self.segment)", "name": "VIP \\"gold\\" é", "description": "d"}],
       "memberships": {"\(Self.segment)": ["\(Self.profile)"]}}
      """
    )
    let segment = try #require(store.segment(named: "VIP \"gold\" é"))
    #expect(segment.description == "d")
    #expect(store.members(of: segment.id) == MemberSet([Self.profile]))
    #expect(store.profile(Self.profile)?.customerID == 7)
  }

  @Test func `a file lists customers with and without profiles`() throws {
    let store = try Self.store(
      """
      {"customers": [{"id": 7, "email": "Ada@example.com"}, {"id": 8, "email": "bob@example.com", "shopper_profile_id": null},
                     {"id": 9, "email": "eve@example.com", "shopper_profile_id": "\(ShopperProfileID.numbered(9))"}],
       "profiles": [{"id": "\(Self.profile)", "customer_id": 7}, {"id": "\(ShopperProfileID.numbered(2))", "customer_id": 2}]}
      """
    )
    let ids = [2, 7, 8, 9]
    #expect(
      ids.map { store.customers.customer($0)?.email } == [
        "customer2@example.com", "Ada@example.com", "bob@example.com", "eve@example.com",
      ]
    )
    #expect(ids.map { store.profileID(ofCustomer: $0) } == [.numbered(2), Self.profile, nil, .numbered(9)])
    #expect(
      try SeedDocument.bytes(of: SeedDocument.store(from: SeedDocument.bytes(of: store), seed: 1))
        == SeedDocument.bytes(of: store)
    )
  }

  @Test func `a written store reads back the same`() throws {
    var store = Store(customers: 1_500)
    let segments = try store.createSegments([SegmentDraft(name: "b\n\u{1}\\", description: "é"), SegmentDraft(name: "a")])
    _ = store.insertMembers((1...1_200).map { .numbered($0) }, into: segments[0].id)
    let bytes = SeedDocument.bytes(of: store)
    let read = try SeedDocument.store(from: bytes, seed: 5)
    #expect(read.segments == store.segments)
    #expect(read.profileIDs == store.profileIDs)
    #expect(read.members(of: segments[0].id) == store.members(of: segments[0].id))
    #expect(SeedDocument.bytes(of: read) == bytes)
  }

  @Test func `a store that is read back does not create the ids of its last run again`() throws {
    var store = Store(seed: 3)
    let first = try store.createSegments([SegmentDraft(name: "first")])
    var read = try SeedDocument.store(from: SeedDocument.bytes(of: store), seed: 3)
    read.deleteSegments(nil)
    #expect(try read.createSegments([SegmentDraft(name: "second")]).map(\.id) != first.map(\.id))
  }

  @Test(arguments: [
    ("", "JSON expected"),
    ("[]", "the top: an object expected"),
    (#"{"profiles": [{"id": "x", "customer_id": 1}]}"#, #"profiles[0].id: a UUID expected"#),
    (#"{"profiles": [{"id": "\#(profile)"}]}"#, "profiles[0].customer_id: missing"),
    (#"{"profiles": [{"id": "\#(profile)", "customer_id": "1"}]}"#, "profiles[0].customer_id: a whole number expected"),
    (#"{"profiles": [{"id": "\#(profile)", "customer_id": 0}]}"#, "profiles[0].customer_id: must be 1 or more"),
    (
      #"{"profiles": [{"id": "\#(profile)", "customer_id": 1}, {"id": "\#(profile)", "customer_id": 2}]}"#,
      "profiles[1].id: \(profile) occurs twice"
    ),
    (#"{"customers": [{"id": 0, "email": "a@b"}]}"#, "customers[0].id: must be 1 or more"),
    (#"{"customers": [{"id": 1, "email": "a"}]}"#, "customers[0].email: not an email address"),
    (
      #"{"customers": [{"id": 1, "email": "a@b"}, {"id": 1, "email": "c@d"}]}"#,
      "customers[1].id: 1 occurs twice"
    ),
    (
      #"{"customers": [{"id": 1, "email": "a@b"}, {"id": 2, "email": "A@B"}]}"#,
      "customers[1].email: occurs twice"
    ),
    (
      #"{"customers": [{"id": 1, "email": "a@b", "shopper_profile_id": "x"}]}"#,
      #"customers[0].shopper_profile_id: a UUID expected"#
    ),
    (
      #"""
      {"profiles": [{"id": "\#(profile)", "customer_id": 2}],
       "customers": [{"id": 1, "email": "a@b", "shopper_profile_id": "\#(profile)"}]}
      """#,
      "customers[0].shopper_profile_id: \(profile) belongs to another customer, or the customer has another profile"
    ),
    (
      #"{"segments": [{"id": "\#(segment)", "name": "a", "created_at": "today"}]}"#,
      "segments[0].created_at: a time such as 2026-01-31T12:00:00Z expected"
    ),
    (#"{"memberships": {"\#(segment)": []}}"#, "memberships: there is no segment \(segment)"),
    (#"{"memberships": {"\#(segment)": ["\#(profile)"]}}"#, "memberships.\(segment): there is no profile \(profile)"),
  ])
  func `a problem is one line`(text: String, problem: String) {
    let error = #expect(throws: InputProblem.self) { try Self.store(text) }
    #expect(error?.description == problem)
  }
}
