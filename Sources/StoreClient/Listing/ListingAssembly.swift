/// Puts the pages of one reading together and proves that they are the whole list.
///
/// Offset paging over a set that changes can skip or repeat records. So a reading counts only under these conditions:
///
/// - Every page reports the same total, is the page that was asked for, and holds as many records as it says.
/// - No record comes twice, and as many records come as the total says.
/// - The last page is not full and names no next page. Otherwise the client asks for ``promisedPage``.
struct ListingAssembly<Record: Decodable & Sendable, Key: Hashable & Sendable> {
  /// Records per page, as asked for.
  private let limit: Int
  private let bound: ListBound
  private let key: (Record) -> Key
  private var pages: [Int: [Record]] = [:]
  private var seen: Set<Key> = []
  /// The total that the first page states.
  private(set) var total: Int?
  private var last: (number: Int, page: WirePage<Record>)?
  /// The first problem of the reading; further pages cannot correct it.
  private(set) var shift: ListingShift?
  /// The records so far.
  private(set) var count = 0

  init(limit: Int, bound: ListBound, key: @escaping (Record) -> Key) {
    self.limit = limit
    self.bound = bound
    self.key = key
  }

  /// Adds the page of this number, counted from 1; pages may come in any order.
  mutating func receive(_ page: WirePage<Record>, number: Int) {
    if pages.isEmpty {
      total = page.pagination?.total
      // Reserving room saves rehashing. A total is only a claim, so it does not get all the room that it asks for.
      seen.reserveCapacity(min(max(total ?? 0, 0), ListBound.maximumWithoutTotal))
    }
    pages[number] = page.data
    count += page.data.count
    if number > last?.number ?? 0 { last = (number, page) }
    let isRepeated = page.data.reduce(false) { !seen.insert(key($1)).inserted || $0 }
    if let found = contradiction(in: page, number: number, isRepeated: isRepeated) { fail(found) }
  }

  mutating func fail(_ shift: ListingShift) { self.shift = self.shift ?? shift }

  private func contradiction(in page: WirePage<Record>, number: Int, isRepeated: Bool) -> ListingShift? {
    let pagination = page.pagination
    if pagination?.total != total { return .totalChanged(from: total, to: pagination?.total) }
    if let current = pagination?.currentPage, current != number { return .otherPage(asked: number, got: current) }
    if let stated = pagination?.count, stated != page.data.count {
      return .pageCount(number: number, stated: stated, got: page.data.count)
    }
    if page.data.count > limit { return .overfull(number: number, asked: limit, got: page.data.count) }
    if isRepeated { return .repetition }
    if pages[number - 1]?.isEmpty == true { return .pageGone(number: number - 1) }
    if let total, count > total { return .total(stated: total, got: count) }
    return bound.excess(pages: pages.count, records: count, total: total)
  }

  /// The page to ask for before the end of the list is proved; `nil` when it is proved, or when the reading has failed.
  ///
  /// A full last page, or one that names a next page, is not the end, whatever the total says. A list without a total
  /// ends with a page that is empty or missing: a store may put fewer records on a page than it is asked for.
  var promisedPage: Int? {
    guard shift == nil, let (number, page) = last else { return nil }
    if page.data.isEmpty {
      return page.pagination?.hasNext == true || page.pagination?.totalPages ?? 0 > number ? number + 1 : nil
    }
    let size = min(limit, page.pagination?.perPage ?? limit)
    let isFull = page.data.count >= size || (total == nil && page.data.count >= bound.minimumFullPage)
    let promisesMore = isFull || page.pagination?.hasNext == true || count < total ?? 0
    return promisesMore ? number + 1 : nil
  }

  /// The records in the store's order, or the problem of this reading.
  func result() -> Result<[Record], ListingShift> {
    if let shift { return .failure(shift) }
    if let total, total != count { return .failure(.total(stated: total, got: count)) }
    return .success(pages.sorted { $0.key < $1.key }.flatMap(\.value))
  }
}
