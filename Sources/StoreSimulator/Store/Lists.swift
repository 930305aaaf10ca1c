/// Which page of a list a request asks for.
struct PageRequest: Hashable, Sendable {
  /// From 1.
  let number: Int
  /// Records a page: 1 to ``StoreLimits/pageSize``.
  let limit: Int

  init(number: Int = 1, limit: Int = StoreLimits.standardPageSize) throws(StoreRefusal) {
    // An upper bound keeps the offset far from overflowing.
    guard (1...1_000_000_000).contains(number) else { throw .invalidPage(parameter: "page") }
    guard (1...StoreLimits.pageSize).contains(limit) else { throw .invalidPage(parameter: "limit") }
    self.number = number
    self.limit = limit
  }

  /// How many records come before the page.
  var offset: Int { (number - 1) * limit }
}

/// A page of a list, with what `meta.pagination` tells.
struct Page<Record: Sendable>: Sendable {
  let request: PageRequest
  /// How many records the whole list has.
  let total: Int
  /// At most as many as the limit.
  var records: [Record]

  /// 0 for an empty list.
  var pageCount: Int { (total + request.limit - 1) / request.limit }
}

extension Page {
  /// The page of a whole list of ids, with the record of each.
  init<ID>(_ request: PageRequest, of ids: [ID], _ record: (ID) -> Record?) {
    let records = ids.dropFirst(request.offset).prefix(request.limit).compactMap(record)
    self.init(request: request, total: ids.count, records: records)
  }
}

/// Which customers a list is to hold.
struct CustomerFilter: Hashable, Sendable {
  /// These ids; `nil` for any.
  var ids: [Int]?
  /// These emails, compared without regard to case; `nil` for any.
  var emails: [String]?
}

/// The vendor's limits, each with its source.
enum StoreLimits {
  /// *Limit of Shopper Profiles per request is 50* (segments.v3.yml, add).
  ///
  /// None is stated for removals.
  static let membersARequest = 50
  /// *Limit of 10 concurrent requests* (segments.v3.yml; add, create and update).
  ///
  /// Counted here over all requests of the store, the strictest reading.
  static let requestsInFlight = 10
  /// *Max total segments allowed per store is 1000* (segments.v3.yml, create).
  static let segments = 1_000
  /// The general maximum of v3 collections; segments.v3.yml states none for these.
  static let pageSize = 250
  /// The longest path and query together, in bytes.
  ///
  /// The vendor states none; 8 KiB is where common web servers stop.
  static let addressBytes = 8 << 10
  /// The page size of a request that asks for none.
  static let standardPageSize = 50
}
