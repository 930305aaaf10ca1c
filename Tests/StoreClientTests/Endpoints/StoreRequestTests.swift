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
      case .listSegments, .findSegment, .createSegment, .updateSegment, .deleteSegment, .listMembers, .addMembers,
        .removeMembers:
        true
      }
    }
    let all: [StoreRequest] = [
      .listSegments(page), .findSegment(segment), .createSegment(NewSegment(name: "A", description: "")),
      .updateSegment(segment, name: "B", description: nil), .deleteSegment(segment), .listMembers(segment, page),
      .addMembers(segment, batch), .removeMembers(segment, batch),
    ]
    return all.filter(isKnown)
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `every DELETE names at least one id, and only ids that it was given`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let members = MemberSet.random(count: Int.random(in: 1...50, using: &random), highest: 100_000, using: &random)
    let batch = try Batch(members)
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

  @Test func `a batch without members cannot be made, so that no removal is without ids`() {
    #expect(throws: BatchError.empty) { try Batch(MemberSet.empty) }
    #expect(Batch.batches(of: .empty).isEmpty)
  }

  @Test func `no request touches shopper profiles themselves`() throws {
    let all = Self.requests(.numbered(1), try Batch([.numbered(2)]), PageRequest(number: 1, limit: 50))
    #expect(all.allSatisfy { $0.path.hasPrefix("/segments") })
  }

  @Test func `listing members is the one read that needs modify`() throws {
    let all = Self.requests(.numbered(1), try Batch([.numbered(2)]), PageRequest(number: 1, limit: 50))
    let readers = all.filter { $0.scope.contains("read_only") }
    #expect(readers == [.listSegments(PageRequest(number: 1, limit: 50)), .findSegment(.numbered(1))])
  }
}
