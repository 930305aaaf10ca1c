import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// Nothing that this project can send empties a segment or a store.
///
/// The first proof is the compiler's: `StoreRequest` is all that the transport sends; its two removals carry a `Batch`, which
/// cannot be made without members, and one `SegmentID`. These tests hold the rest of the way, from the case to the query.
@Suite struct StoreRequestTests {
  /// A value of every case.
  ///
  /// The switch is what makes this complete: it does not compile when a case is missing.
  private static func requests(_ segment: SegmentID, _ batch: Batch, _ page: PageRequest) -> [StoreRequest] {
    func isKnown(_ request: StoreRequest) -> Bool {
      switch request {
      case .listSegments, .findSegment, .createSegment, .updateSegment, .deleteSegment, .listMembers,
        .listSegmentsOfProfile, .addMembers, .removeMembers, .findCustomers, .createProfiles, .listPromotions:
        true
      }
    }
    let members: [StoreRequest] = [
      .listSegments(page), .findSegment(segment), .createSegment(name: "A", description: ""),
      .updateSegment(segment, name: "B", description: nil), .deleteSegment(segment), .listMembers(segment, page),
      .listSegmentsOfProfile(.numbered(1), page),
      .addMembers(segment, batch), .removeMembers(segment, batch), .listPromotions(page),
    ]
    let customers = (1...3).compactMap { CustomerID($0) }
    let queries = CustomerQuery.queries(for: customers.map { .id($0) }, fixedBytes: 0)
    let creations = CustomerBatch.batches(of: customers)
    let all = members + queries.map { .findCustomers($0, page) } + creations.map { .createProfiles($0) }
    return all.filter(isKnown)
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `every DELETE names at least one id, and only ids that it was given`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let members = MemberSet.random(count: Int.random(in: 1...50, using: &random), highest: 100_000, using: &random)
    let batch = try #require(Batch(members))
    let segment = SegmentID.numbered(Int.random(in: 1...1000, using: &random))
    let page = PageRequest(number: Int.random(in: 1...1000, using: &random), limit: 250)
    let removals = Self.requests(segment, batch, page).filter { $0.method == "DELETE" }
    #expect(removals.count == 2)
    for request in removals {
      let query = request.query
      try #require(query.hasPrefix("?id%3Ain="))
      let ids = query.dropFirst("?id%3Ain=".count).split(separator: "%2C", omittingEmptySubsequences: false)
      switch request {
      case .deleteSegment:
        #expect(ids.map { SegmentID($0) } == [segment])
        #expect(request.path == "/segments")
      default:
        #expect(ids.map { ShopperProfileID($0) } == members.ids)
        #expect(request.path == "/segments/\(segment)/shopper-profiles")
      }
    }
  }

  @Test func `a batch without members cannot exist, so every removal has ids`() {
    #expect(Batch(MemberSet.empty) == nil)
    #expect(Batch.batches(of: .empty).isEmpty)
  }

  @Test func `shopper profiles are created and never deleted`() throws {
    let all = Self.requests(.numbered(1), try #require(Batch([.numbered(2)])), PageRequest(number: 1, limit: 50))
    #expect(all.filter { $0.path == "/shopper-profiles" }.map(\.method) == ["POST"])
    #expect(all.filter { $0.method == "DELETE" }.allSatisfy { $0.path.hasPrefix("/segments") })
  }

  @Test func `listing members is the only read that needs modify`() throws {
    let all = Self.requests(.numbered(1), try #require(Batch([.numbered(2)])), PageRequest(number: 1, limit: 50))
    let readers = all.filter { $0.scope.contains("read_only") }
    let segmentsOfProfile = "/shopper-profiles/\(ShopperProfileID.numbered(1))/segments"
    #expect(readers.map(\.path) == ["/segments", "/segments", segmentsOfProfile, "/promotions", "/customers"])
    #expect(readers.allSatisfy { !$0.isWrite })
    #expect(
      all.filter { !$0.isWrite && !readers.contains($0) }.map(\.path) == ["/segments/\(SegmentID.numbered(1))/shopper-profiles"]
    )
  }
}
