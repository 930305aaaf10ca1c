import SegmentModel
import Synchronization
import TestSupport
import Testing

@testable import StoreClient

/// Lists whose pages contradict themselves or never end: a list that is not proved complete is never taken for one that is.
@Suite struct ContradictoryListTests {
  private static let profiles = (1...300).map { ShopperProfileID.numbered($0) }

  /// What a store says of its list of 300 members.
  struct Claim: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var total: Int? = 300
    var count: Int?
    var perPage: Int? = 250
    var currentPage: Int?
    var totalPages: Int?
    /// Whether every page names a next one.
    var hasNext = false
    /// Records that the store puts on a page.
    var size = 250
    /// Whether the list can be read all the same, since the members prove themselves complete.
    let isReadable: Bool

    func body(for page: Int) -> String {
      let start = min((page - 1) * size, profiles.count)
      let records = profiles[start..<min(start + size, profiles.count)]
      return WireText.page(
        WireText.profiles(records),
        total: total,
        count: count,
        perPage: perPage,
        currentPage: currentPage,
        totalPages: totalPages,
        next: hasNext ? "?page=\(page + 1)" : nil
      )
    }
  }

  private static let claims = [
    Claim(testDescription: "total too low, one page, a next link", total: 250, totalPages: 1, hasNext: true, isReadable: false),
    Claim(testDescription: "total too low, one full page", total: 250, totalPages: 1, isReadable: false),
    Claim(testDescription: "total too low", total: 299, totalPages: 2, isReadable: false),
    Claim(testDescription: "total too high", total: 301, totalPages: 2, isReadable: false),
    Claim(testDescription: "total too high by a page", total: 600, totalPages: 3, isReadable: false),
    Claim(testDescription: "total 0", total: 0, totalPages: 0, isReadable: false),
    Claim(testDescription: "total below 0", total: -1, totalPages: 1, isReadable: false),
    Claim(testDescription: "no total, pages too few", total: nil, totalPages: 1, isReadable: true),
    Claim(testDescription: "no total, small pages that say they are large", total: nil, size: 50, isReadable: true),
    Claim(testDescription: "pages too few", totalPages: 1, isReadable: true),
    Claim(testDescription: "no pages", totalPages: 0, isReadable: true),
    Claim(testDescription: "pages too many", totalPages: 3, isReadable: false),
    Claim(testDescription: "pages left out", totalPages: nil, isReadable: true),
    Claim(testDescription: "smaller pages than asked for", perPage: 50, totalPages: 6, size: 50, isReadable: true),
    Claim(testDescription: "smaller pages, counted as large ones", perPage: 250, totalPages: 2, size: 50, isReadable: true),
    Claim(
      testDescription: "smaller pages and a total of one of them",
      total: 50,
      perPage: 50,
      totalPages: 1,
      size: 50,
      isReadable: false
    ),
    Claim(testDescription: "pages of 0", perPage: 0, totalPages: 2, isReadable: true),
    Claim(testDescription: "a next link on every page", totalPages: 2, hasNext: true, isReadable: true),
    Claim(testDescription: "another page", currentPage: 7, totalPages: 2, isReadable: false),
    Claim(testDescription: "a wrong count", count: 249, totalPages: 2, isReadable: false),
    Claim(testDescription: "more on a page than asked for", totalPages: 1, size: 300, isReadable: false),
  ]

  @Test(arguments: claims)
  func `a list that contradicts itself is read completely or is an error, but never cut short`(claim: Claim) async throws {
    let script: ScriptedServer.Script = { .json(claim.body(for: $0.page)) }
    let (read, requests) = try await withScriptedStore(script: script) { client -> Result<MemberSet, StoreError> in
      do {
        return .success(try await client.listMembers(of: .numbered(1)))
      } catch let error as StoreError {
        return .failure(error)
      }
    }
    switch read {
    case .success(let members):
      #expect(claim.isReadable)
      #expect(members.ids == Self.profiles)
    case .failure(let error):
      #expect(!claim.isReadable, "\(error)")
      guard case .listingNeverSettled = error.kind else {
        Issue.record("\(error)")
        return
      }
    }
    #expect(requests.count <= 5 * 12)
  }

  @Test func `an empty first page with a next link is not an empty list`() async throws {
    let (error, _) = try await withScriptedStore(script: { request in
      let data = request.page == 1 ? "" : WireText.profiles(Self.profiles.prefix(3))
      return .json(WireText.page(data, next: request.page == 1 ? "?page=2" : nil))
    }) { client in
      await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
    }
    #expect(error?.kind == .listingNeverSettled(readings: 5, reason: "page 1 no longer exists"))
  }

  @Test func `a list of segments whose total is too low is incomplete`() async throws {
    let segments = (1...50).map { WireText.segment(.numbered($0), name: "S\($0)") }.joined(separator: ", ")
    let more = WireText.segment(.numbered(51), name: "S51")
    let (error, _) = try await withScriptedStore(script: { request in
      .json(WireText.page(request.page == 1 ? segments : more, total: 50, perPage: 50, totalPages: 1))
    }) { client in
      await #expect(throws: StoreError.self) { try await client.listSegments() }
    }
    #expect(error?.kind == .listingNeverSettled(readings: 5, reason: "the store states 50 records, but sent 51"))
  }

  @Test func `a look-up of customers whose total is too low is incomplete`() async throws {
    let (error, _) = try await withScriptedStore(script: { request in
      .json(WireText.page(#"{"id": \#(request.page)}"#, total: 1, totalPages: 1, next: "?page=2"))
    }) { client in
      await #expect(throws: StoreError.self) { try await client.customers(matching: try customers(1...2)) }
    }
    #expect(error?.kind == .listingNeverSettled(readings: 5, reason: "the store states 1 records, but sent 2"))
  }

  @Test func `pages that contradict each other at each reading are never combined`() async throws {
    let counter = Counter()
    let (error, _) = try await withScriptedStore(script: { request in
      let reading = counter.increment()
      let records = request.page == 1 ? Self.profiles.prefix(250) : Self.profiles.suffix(50)
      return .json(WireText.page(WireText.profiles(records), total: 250 + reading, totalPages: 1 + reading % 2))
    }) { client in
      await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
    }
    guard case .listingNeverSettled = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// What an endless list says of itself.
  enum Endless: CaseIterable {
    case nothing
    case aBillion
    case million
    case nextLinks

    func body(_ page: Int, records: Int) -> String {
      let data = WireText.profiles((0..<records).map { .numbered(page * 1_000 + $0) })
      return switch self {
      case .nothing: WireText.records(data)
      case .aBillion: WireText.page(data, total: 1_000_000_000)
      case .million: WireText.page(data, total: 1_000_000, totalPages: 1_000_000)
      case .nextLinks: WireText.page(data, next: "?page=\(page + 1)")
      }
    }
  }

  @Test(arguments: Endless.allCases)
  func `an endless list with one record per page ends after a hundred pages, in one reading`(says: Endless) async throws {
    let (error, requests) = try await withScriptedStore(script: { .json(says.body($0.page, records: 1)) }) { client in
      await #expect(throws: StoreError.self) { try await client.listMembers(of: .numbered(1)) }
    }
    guard case .listingNeverSettled(readings: 1, _) = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(requests.count <= ListBound.maximumThinPages + 12)
  }

  @Test func `endless full pages end at the maximum length of a list of segments`() async throws {
    let script: ScriptedServer.Script = { request in
      let data = (0..<250).map { WireText.segment(.numbered(request.page * 1_000 + $0), name: "S") }
      return .json(WireText.records(data.joined(separator: ", ")))
    }
    let (error, requests) = try await withScriptedStore(script: script) { client in
      await #expect(throws: StoreError.self) { try await client.listSegments() }
    }
    #expect(error?.kind == .listingNeverSettled(readings: 1, reason: "the list continues after 10000 records"))
    #expect(requests.count == 41)
  }

  @Test func `the maximum of members grows with full pages, up to a million without a total and ten million with one`() {
    #expect(ListBound.members.excess(pages: 4_000, records: 1_000_000, total: nil) == nil)
    #expect(ListBound.members.excess(pages: 4_001, records: 1_000_250, total: nil) == .endless(maximum: 1_000_000))
    #expect(ListBound.members.excess(pages: 40_000, records: 10_000_000, total: 10_000_000) == nil)
    #expect(
      ListBound.members.excess(pages: 1, records: 250, total: 10_000_001) == .tooLong(stated: 10_000_001, maximum: 10_000_000)
    )
    #expect(ListBound.members.excess(pages: 100, records: 49, total: nil) == nil)
    #expect(ListBound.members.excess(pages: 101, records: 49, total: nil) == .thinPages(pages: 101, records: 49))
    #expect(ListBound.members.excess(pages: 101, records: 50, total: nil) == nil)
  }
}
