import SegmentModel

/// Reads a page of members straight from its bytes, without a JSON document in between.
///
/// A million members are 4,000 pages and 40 MB of JSON, and all that matters of a record is its
/// id and its customer. The scanner takes the plain form that pages have: ASCII texts without escapes, whole numbers, every field of a record once. It gives up on anything else, right or wrong, and whoever
/// asked then has the whole decoder, with its errors: what the scanner takes, the decoder takes for the same page.
struct MemberPageScanner {
  /// Records of a page that is full; more make the array grow.
  private static let usualCount = 250

  private var cursor: JSONByteCursor

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { cursor = JSONByteCursor(bytes) }

  /// The page; `nil` when the body is not in the plain form.
  ///
  /// O(bytes).
  static func page(_ body: [UInt8]) -> WirePage<WireProfile>? {
    body.withUnsafeBufferPointer { bytes in
      var scanner = MemberPageScanner(bytes)
      return scanner.page()
    }
  }

  private mutating func page() -> WirePage<WireProfile>? {
    var data: [WireProfile]?
    var pagination: WirePagination??
    let isObject = cursor.object { cursor, key in
      if key.equals("data") {
        guard data == nil, let found = Self.records(&cursor) else { return false }
        data = found
      } else if key.equals("meta") {
        guard pagination == nil, let found = Self.meta(&cursor) else { return false }
        pagination = .some(found)
      } else {
        return cursor.skipValue()
      }
      return true
    }
    guard isObject, cursor.isAtEnd(), let data else { return nil }
    return WirePage(data: data, pagination: pagination ?? nil)
  }

  private static func records(_ cursor: inout JSONByteCursor) -> [WireProfile]? {
    var records: [WireProfile] = []
    records.reserveCapacity(usualCount)
    let isArray = cursor.array { cursor in
      var id: ShopperProfileID?
      var customer: Int?
      let isObject = cursor.object { cursor, key in
        if key.equals("customer_id") {
          guard customer == nil, let found = cursor.wholeNumber() else { return false }
          customer = found
          return true
        }
        guard key.equals("id") else { return cursor.skipValue() }
        guard id == nil, let text = cursor.plainString(), let found = ShopperProfileID(utf8: text) else { return false }
        id = found
        return true
      }
      guard isObject, let id else { return false }
      records.append(WireProfile(id: id, customer: customer.flatMap { CustomerID($0) }))
      return true
    }
    return isArray ? records : nil
  }

  /// The pagination, if `meta` has one; `nil` when `meta` is not in the plain form.
  private static func meta(_ cursor: inout JSONByteCursor) -> WirePagination?? {
    var pagination: WirePagination?
    let isObject = cursor.object { cursor, key in
      guard key.equals("pagination") else { return cursor.skipValue() }
      guard pagination == nil, let found = Self.pagination(&cursor) else { return false }
      pagination = found
      return true
    }
    return isObject ? .some(pagination) : nil
  }

  private static func pagination(_ cursor: inout JSONByteCursor) -> WirePagination? {
    var pagination = WirePagination()
    func take(_ number: inout Int?, _ cursor: inout JSONByteCursor) -> Bool {
      guard number == nil, let found = cursor.wholeNumber() else { return false }
      number = found
      return true
    }
    let isObject = cursor.object { cursor, key in
      if key.equals("total") { return take(&pagination.total, &cursor) }
      if key.equals("count") { return take(&pagination.count, &cursor) }
      if key.equals("per_page") { return take(&pagination.perPage, &cursor) }
      if key.equals("current_page") { return take(&pagination.currentPage, &cursor) }
      if key.equals("total_pages") { return take(&pagination.totalPages, &cursor) }
      guard key.equals("links") else { return cursor.skipValue() }
      guard pagination.hasNext == nil, let found = Self.hasNext(&cursor) else { return false }
      pagination.hasNext = found
      return true
    }
    return isObject ? pagination : nil
  }

  /// Whether `links` names a next page; `nil` for anything but an object with texts in it.
  private static func hasNext(_ cursor: inout JSONByteCursor) -> Bool? {
    var next: Bool?
    let isObject = cursor.object { cursor, key in
      guard key.equals("next") else { return cursor.skipValue() }
      guard next == nil, let text = cursor.plainString() else { return false }
      next = !text.isEmpty
      return true
    }
    return isObject ? next ?? false : nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }
}
