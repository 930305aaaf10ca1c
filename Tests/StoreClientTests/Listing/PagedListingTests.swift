import SegmentModel
import Synchronization
import TestSupport
import Testing

@testable import StoreClient

/// Lists over HTTP that are in order, large, small, or odd.
@Suite struct PagedListingTests {
  private static func profiles(_ count: Int) -> [ShopperProfileID] { (0..<count).map { .numbered($0 * 7 + 1) } }

  private static func list(
    _ script: @escaping ScriptedServer.Script
  ) async throws -> (result: MemberSet, requests: [RecordedRequest]) {
    try await withScriptedStore(script: script) { try await $0.listMembers(of: .numbered(1)) }
  }

  @Test(arguments: [0, 1, 249, 250, 251, 500, 2600]) func `a list is complete, and each page is requested once`(count: Int)
    async throws
  {
    let profiles = Self.profiles(count)
    let (members, requests) = try await Self.list { .json(WireText.page(of: profiles, for: $0)) }
    #expect(members.ids == profiles)
    #expect(requests.first?.page == 1)
    // A full last page is no proof of the end: one more is asked for.
    #expect(requests.map(\.page).sorted() == Array(1...count / 250 + 1))
    #expect(requests.allSatisfy { $0.limit == 250 })
  }

  @Test(.timeLimit(.minutes(10))) func `after the first page, the others are read in parallel, never more than 10 at once`()
    async throws
  {
    let profiles = Self.profiles(250 * 31)
    let barrier = Barrier(count: 10)
    let (members, requests) = try await Self.list { request in
      // The pages of the first round are held until ten of them are there: a client with fewer in flight would wait for ever.
      if (2...11).contains(request.page) { await barrier.wait() }
      return .json(WireText.page(of: profiles, for: request))
    }
    #expect(members.count == profiles.count)
    #expect(requests.map(\.inFlight).max() == 10)
  }

  @Test func `if a store refuses 250 records per page, the client requests 50 from then on`() async throws {
    let profiles = Self.profiles(120)
    let script: ScriptedServer.Script = { request in
      request.limit > 50 ? .json(#"{"title": "limit too large"}"#, status: 422) : .json(WireText.page(of: profiles, for: request))
    }
    let (lists, requests) = try await withScriptedStore(script: script) { client in
      [try await client.listMembers(of: .numbered(1)), try await client.listMembers(of: .numbered(2))]
    }
    #expect(lists.map(\.ids) == [profiles, profiles])
    #expect(requests.map(\.limit) == [250, 50, 50, 50, 50, 50, 50])
  }

  @Test func `a list that is also refused at 50 records per page is an error`() async throws {
    await #expect {
      try await Self.list { _ in .json(#"{"title": "no"}"#, status: 413) }
    } throws: {
      ($0 as? StoreError)?.kind == .rejected(title: "no", details: [])
    }
  }

  @Test func `a store that sends smaller pages than requested is read to the end`() async throws {
    let profiles = Self.profiles(95)
    let (members, requests) = try await Self.list { request in
      let start = (request.page - 1) * 40
      let records = profiles[min(start, 95)..<min(start + 40, 95)]
      return .json(
        WireText.page(
          WireText.profiles(records),
          total: 95,
          count: records.count,
          perPage: 40,
          currentPage: request.page,
          totalPages: 3
        )
      )
    }
    #expect(members.ids == profiles)
    #expect(requests.count == 3)
  }

  /// What a page of a store says of its list when it says little, and which pages are asked for then.
  enum Reticence: CaseIterable {
    case nothing
    case total
    case pageSize
    case pagesOnly

    var pages: [Int] {
      switch self {
      // Only what comes after the last record shows that it was the last.
      case .nothing, .pagesOnly, .pageSize: [1, 2, 3, 4]
      case .total: [1, 2, 3]
      }
    }
  }

  @Test(arguments: Reticence.allCases)
  func `a list without a total is read until a page is short, empty, or missing`(says: Reticence)
    async throws
  {
    let profiles = Self.profiles(70)
    let (members, requests) = try await Self.list { request in
      let start = (request.page - 1) * 30
      guard start < 70 else { return request.page % 2 == 0 ? .json("{}", status: 404) : .json(#"{"data": []}"#) }
      let data = WireText.profiles(profiles[start..<min(start + 30, 70)])
      return switch says {
      case .nothing: .json(WireText.records(data))
      case .total: .json(WireText.page(data, total: 70))
      case .pageSize: .json(WireText.page(data, perPage: 30))
      case .pagesOnly: .json(WireText.page(data, totalPages: 3))
      }
    }
    #expect(members.ids == profiles)
    #expect(requests.map(\.page) == says.pages)
  }

  @Test func `a 404 for the first page is a missing segment, not a shorter list`() async throws {
    await #expect {
      try await Self.list { _ in .json(#"{"title": "Not found"}"#, status: 404) }
    } throws: {
      ($0 as? StoreError)?.kind == .notFound
    }
  }

  @Test func `segments are listed over several pages, in the store's order`() async throws {
    let script: ScriptedServer.Script = { request in
      guard request.page < 3 else { return .json(#"{"data": []}"#) }
      let number = request.page == 1 ? 2 : 1
      let segment = WireText.segment(.numbered(number), name: "Segment \(number)", description: "Text")
      return .json(
        WireText.page(segment, total: 2, count: 1, perPage: 1, currentPage: request.page, totalPages: 2)
      )
    }
    let (segments, _) = try await withScriptedStore(script: script) { try await $0.listSegments() }
    #expect(segments.map(\.name) == ["Segment 2", "Segment 1"])
    #expect(segments.map(\.id) == [.numbered(2), .numbered(1)])
    #expect(segments.map(\.description) == ["Text", "Text"])
  }
}
