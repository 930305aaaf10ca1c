import SegmentModel

/// Puts the pages of one reading together and proves that they are the whole list.
///
/// Offset paging over a set that changes can skip or repeat rows. A reading counts only if every page reports the same total and
/// is the page that was asked for, with as many records as it says; if no record came twice; and if there are as many records as
/// the total says. From a store that reports no total at all, the end of the list is the only proof there is.
struct ListingAssembly<Record: Decodable & Sendable> {
  private var pages: [Int: [Record]] = [:]
  private var total: Int?
  private let key: (Record) -> UUIDBits
  /// What is wrong with the reading, as soon as it shows: more pages cannot make it right again.
  private(set) var shift: ListingShift?
  /// How many records came so far.
  private(set) var count = 0

  init(key: @escaping (Record) -> UUIDBits) { self.key = key }

  /// Takes a page in; pages may come in any order.
  ///
  /// - Parameters:
  ///   - page: What came.
  ///   - number: The page that was asked for, from 1.
  mutating func receive(_ page: WirePage<Record>, number: Int) {
    let pagination = page.meta?.pagination
    if pages.isEmpty {
      total = pagination?.total
    } else if pagination?.total != total {
      shift = shift ?? .totalChanged(from: total, to: pagination?.total)
    }
    if let current = pagination?.currentPage, current != number {
      shift = shift ?? .otherPage(asked: number, got: current)
    }
    if let count = pagination?.count, count != page.data.count {
      shift = shift ?? .pageCount(number: number, stated: count, got: page.data.count)
    }
    pages[number] = page.data
    count += page.data.count
  }

  /// Takes in that a page is not there, though the first one promised it.
  mutating func miss(number: Int) { shift = shift ?? .pageGone(number: number) }

  /// Takes in that records came again before the list ended.
  mutating func findRepetition() { shift = shift ?? .repetition }

  /// The records in the store's order, or what is wrong with this reading.
  ///
  /// O(n).
  func result() -> Result<[Record], ListingShift> {
    if let shift { return .failure(shift) }
    let records = pages.sorted { $0.key < $1.key }.flatMap(\.value)
    // A set of ids is the quickest way to sort a million keys; what the records are makes no difference to that.
    let distinct = MemberSet(records.map { ShopperProfileID(bits: key($0)) })
    if distinct.count != records.count { return .failure(.repetition) }
    if let total, total != records.count { return .failure(.total(stated: total, got: records.count)) }
    return .success(records)
  }
}
