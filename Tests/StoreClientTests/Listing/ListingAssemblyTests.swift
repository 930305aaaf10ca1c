import HTTPExchange
import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// Puts pages together without a store.
@Suite struct ListingAssemblyTests {
  private static func page(
    _ numbers: some Sequence<Int>,
    total: Int? = nil,
    count: Int? = nil,
    currentPage: Int? = nil
  ) throws -> WirePage<WireProfile> {
    let data = WireText.profiles(numbers.map { .numbered($0) })
    let text = WireText.page(data, total: total, count: count, currentPage: currentPage)
    return try StoreResponse(status: 200, headers: [:], body: Array(text.utf8)).decoded(WirePage<WireProfile>.self)
  }

  private static var empty: ListingAssembly<WireProfile, ShopperProfileID> {
    ListingAssembly(limit: 250, bound: .members, key: \.id)
  }

  private static func assembly(_ pages: [(Int, WirePage<WireProfile>)]) -> Result<[ShopperProfileID], ListingShift> {
    var assembly = empty
    for (number, page) in pages { assembly.receive(page, number: number) }
    return assembly.result().map { $0.map(\.id) }
  }

  @Test func `pages in any order give the list in the store's order`() throws {
    let pages = [
      (1, try Self.page([9, 8], total: 5)), (3, try Self.page([1], total: 5)), (2, try Self.page([7, 2], total: 5)),
    ]
    #expect(try Self.assembly(pages).get() == [9, 8, 7, 2, 1].map { .numbered($0) })
  }

  @Test func `an empty list is complete`() throws {
    #expect(try Self.assembly([(1, try Self.page([], total: 0, count: 0, currentPage: 1))]).get() == [])
    #expect(try Self.assembly([(1, try Self.page([]))]).get() == [])
  }

  @Test func `every page has to report the same total`() throws {
    let first = (1, try Self.page([1, 2], total: 4))
    #expect(Self.assembly([first, (2, try Self.page([3, 4], total: 5))]) == .failure(.totalChanged(from: 4, to: 5)))
    #expect(Self.assembly([first, (2, try Self.page([3, 4]))]) == .failure(.totalChanged(from: 4, to: nil)))
    #expect(
      Self.assembly([(1, try Self.page([1, 2])), (2, try Self.page([3, 4], total: 4))])
        == .failure(.totalChanged(from: nil, to: 4))
    )
  }

  @Test func `the number of records must equal the total`() throws {
    #expect(Self.assembly([(1, try Self.page([1, 2], total: 3))]) == .failure(.total(stated: 3, got: 2)))
    #expect(Self.assembly([(1, try Self.page([1, 2], total: 1))]) == .failure(.total(stated: 1, got: 2)))
  }

  @Test func `no record may repeat, on two pages or on one`() throws {
    let pages = [(1, try Self.page([1, 2], total: 4)), (2, try Self.page([2, 3], total: 4))]
    #expect(Self.assembly(pages) == .failure(.repetition))
    #expect(Self.assembly([(1, try Self.page([1, 1], total: 2))]) == .failure(.repetition))
  }

  @Test func `a page must have the stated number of records, and be the requested one`() throws {
    #expect(
      Self.assembly([(1, try Self.page([1, 2], total: 2, count: 3))]) == .failure(.pageCount(number: 1, stated: 3, got: 2))
    )
    let pages = [(1, try Self.page([1], total: 2, currentPage: 1)), (2, try Self.page([2], total: 2, currentPage: 1))]
    #expect(Self.assembly(pages) == .failure(.otherPage(asked: 2, got: 1)))
  }

  @Test func `a page may not have more records than requested`() throws {
    let page = try Self.page(1...251, total: 251)
    #expect(Self.assembly([(1, page)]) == .failure(.overfull(number: 1, asked: 250, got: 251)))
  }

  @Test(
    arguments: [
      (250, 250, nil, nil, 2), (249, 249, nil, nil, nil), (250, 300, nil, nil, 2), (10, 10, 10, nil, 2), (10, 10, 250, nil, nil),
      (10, 10, nil, "?page=2", 2), (10, 10, nil, "", nil), (10, nil, 250, nil, 2), (0, nil, nil, "?page=2", 2),
      (0, 0, nil, "?page=2", 2), (0, nil, nil, nil, nil),
    ] as [(Int, Int?, Int?, String?, Int?)]
  )
  func `a full page, a next link and a higher total are reasons to ask for one more page`(
    records: Int,
    total: Int?,
    perPage: Int?,
    next: String?,
    promised: Int?
  ) throws {
    let data = WireText.profiles((0..<records).map { .numbered($0) })
    let text = WireText.page(data, total: total, perPage: perPage, next: next)
    var assembly = Self.empty
    let response = StoreResponse(status: 200, headers: [:], body: Array(text.utf8))
    assembly.receive(try response.decoded(WirePage<WireProfile>.self), number: 1)
    #expect(assembly.promisedPage == promised)
  }

  @Test func `a page that disappeared makes the list incomplete, even if the numbers agree`() throws {
    var assembly = Self.empty
    assembly.receive(try Self.page([1, 2], total: 2), number: 1)
    assembly.fail(.pageGone(number: 2))
    #expect(throws: ListingShift.pageGone(number: 2)) { try assembly.result().get() }
  }
}
