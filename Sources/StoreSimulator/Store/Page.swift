/// Which page of a list a request asks for.
package struct PageRequest: Hashable, Sendable {
  /// From 1.
  package let number: Int
  /// Records a page: 1 to ``StoreLimits/pageSize``.
  package let limit: Int

  /// - Throws: ``StoreRefusal/invalidPage(parameter:)`` when a value is out of its range.
  package init(number: Int = 1, limit: Int = StoreLimits.standardPageSize) throws(StoreRefusal) {
    // An upper bound keeps the offset far from overflowing.
    guard (1...1_000_000_000).contains(number) else { throw .invalidPage(parameter: "page") }
    guard (1...StoreLimits.pageSize).contains(limit) else { throw .invalidPage(parameter: "limit") }
    self.number = number
    self.limit = limit
  }

  /// How many records come before the page.
  package var offset: Int { (number - 1) * limit }
}

/// A page of a list, with what `meta.pagination` tells.
package struct Page<Record: Sendable>: Sendable {
  /// What was asked for.
  package let request: PageRequest
  /// How many records the whole list has.
  package let total: Int
  /// At most as many as the limit.
  package internal(set) var records: [Record]

  /// 0 for an empty list.
  package var pageCount: Int { (total + request.limit - 1) / request.limit }
}
