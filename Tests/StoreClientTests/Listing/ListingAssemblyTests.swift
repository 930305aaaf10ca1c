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

  private static func assembly(_ pages: [(Int, WirePage<WireProfile>)]) -> Result<[ShopperProfileID], ListingShift> {
    var assembly = ListingAssembly<WireProfile>(key: \.id.id.bits)
    for (number, page) in pages { assembly.receive(page, number: number) }
    return assembly.result().map { $0.map(\.id.id) }
  }

  @Test func `pages that came in any order make the list in the store's order`() throws {
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

  @Test func `there have to be as many records as the total says`() throws {
    #expect(Self.assembly([(1, try Self.page([1, 2], total: 3))]) == .failure(.total(stated: 3, got: 2)))
    #expect(Self.assembly([(1, try Self.page([1, 2], total: 1))]) == .failure(.total(stated: 1, got: 2)))
  }

  @Test func `no record may come twice, on two pages or on one`() throws {
    let pages = [(1, try Self.page([1, 2], total: 4)), (2, try Self.page([2, 3], total: 4))]
    #expect(Self.assembly(pages) == .failure(.repetition))
    #expect(Self.assembly([(1, try Self.page([1, 1], total: 2))]) == .failure(.repetition))
  }

  @Test func `a page has to hold what it says, and be the one that was asked for`() throws {
    #expect(
      Self.assembly([(1, try Self.page([1, 2], total: 2, count: 3))]) == .failure(.pageCount(number: 1, stated: 3, got: 2))
    )
    let pages = [(1, try Self.page([1], total: 2, currentPage: 1)), (2, try Self.page([2], total: 2, currentPage: 1))]
    #expect(Self.assembly(pages) == .failure(.otherPage(asked: 2, got: 1)))
  }

  @Test func `a page that is gone makes the list incomplete, even if the numbers agree`() throws {
    var assembly = ListingAssembly<WireProfile>(key: \.id.id.bits)
    assembly.receive(try Self.page([1, 2], total: 2), number: 1)
    assembly.miss(number: 2)
    #expect(throws: ListingShift.pageGone(number: 2)) { try assembly.result().get() }
  }
}
