import SegmentModel

/// Puts the pages of one reading together and proves that they are the whole list.
///
/// Offset paging over a set that changes can skip or repeat rows. A reading counts only if every page reports the same total, no record
/// came twice, and there are as many records as the total says.
struct ListingAssembly<Record> {
  private var pages: [Int: [Record]] = [:]
  private var total: Int?
  private var shift: String?
  private let key: (Record) -> UUIDBits

  init(key: @escaping (Record) -> UUIDBits) { self.key = key }

  /// Takes a page in; pages may come in any order.
  mutating func receive(page number: Int, records: [Record], total reported: Int?) {
    if let reported, let total, reported != total {
      shift = "the total changed from \(total) to \(reported) while reading"
    }
    total = total ?? reported
    pages[number] = records
  }

  /// The records in the store's order, or what is wrong with this reading.
  ///
  /// O(n log n).
  func result() -> Result<[Record], ListingShift> {
    if let shift { return .failure(ListingShift(reason: shift)) }
    let records = pages.sorted { $0.key < $1.key }.flatMap(\.value)
    let keys = records.map(key).sorted()
    if zip(keys, keys.dropFirst()).contains(where: ==) {
      return .failure(ListingShift(reason: "a record came twice"))
    }
    if let total, total != records.count {
      return .failure(ListingShift(reason: "the store counts \(total) records, \(records.count) came"))
    }
    return .success(records)
  }
}

/// A reading that does not prove itself complete.
struct ListingShift: Error, Equatable {
  let reason: String
}
