/// The page of a list that a request asks for.
struct PageRequest: Hashable, Sendable {
  /// From 1.
  let number: Int
  /// Records per page: 1 to ``StoreLimits/pageSize``.
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

/// A page of a list, with the figures of `meta.pagination`.
struct Page<Record: Sendable>: Sendable {
  let request: PageRequest
  /// How many records the whole list has.
  let total: Int
  /// By how much the stated total is wrong; 0 for no stated total.
  var totalOffset: Int?
  /// At most as many as the limit.
  var records: [Record]

  /// Cuts the page out of a whole list of ids, with the record of each.
  init<ID>(_ request: PageRequest, of ids: [ID], _ record: (ID) -> Record?) {
    self.request = request
    total = ids.count
    records = ids.dropFirst(request.offset).prefix(request.limit).compactMap(record)
  }

  init(_ request: PageRequest, of records: [Record]) { self.init(request, of: records) { $0 } }

  /// 0 for an empty list.
  var pageCount: Int { (total + request.limit - 1) / request.limit }
}

/// The vendor's limits, each with its source.
enum StoreLimits {
  /// *Limit of Shopper Profiles per request is 50* (segments.v3.yml, add).
  ///
  /// None is documented for removals.
  static let membersPerRequest = 50
  /// *Limit of 10 concurrent requests* (segments.v3.yml; add, create and update).
  ///
  /// Counted here over all requests of the store, the strictest reading.
  static let requestsInFlight = 10
  /// *Max total segments allowed per store is 1000* (segments.v3.yml, create).
  static let segments = 1_000
  /// The general maximum of v3 collections; segments.v3.yml has none of its own.
  static let pageSize = 250
  /// The maximum length of path and query together, in bytes.
  ///
  /// The vendor documents none; 8 KiB is the limit of common web servers.
  static let addressBytes = 8 << 10
  /// The page size when a request does not ask for one.
  static let standardPageSize = 50
}
