import SegmentModel

/// Reads a page of members straight from its bytes, without a JSON document in between.
///
/// A million members are 4,000 pages and 40 MB of JSON, and all that matters of a record is its id. The scanner takes the plain form that pages
/// have: ASCII texts without escapes, whole numbers, every field of a record once. It gives up on anything else, right or wrong, and whoever
/// asked then has the whole decoder, with its errors: what the scanner takes, the decoder takes for the same page.
struct MemberPageScanner {
  private typealias Pagination = WirePage<WireProfile>.Pagination

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
    var meta: WirePage<WireProfile>.Meta?
    let isObject = cursor.object { cursor, key in
      if key.equals("data") {
        guard data == nil, let found = Self.records(&cursor) else { return false }
        data = found
      } else if key.equals("meta") {
        guard meta == nil, let found = Self.meta(&cursor) else { return false }
        meta = found
      } else {
        return cursor.skipValue()
      }
      return true
    }
    guard isObject, cursor.isAtEnd(), let data else { return nil }
    return WirePage(data: data, meta: meta)
  }

  private static func records(_ cursor: inout JSONByteCursor) -> [WireProfile]? {
    var records: [WireProfile] = []
    records.reserveCapacity(usualCount)
    let isArray = cursor.array { cursor in
      var id: ShopperProfileID?
      let isObject = cursor.object { cursor, key in
        guard key.equals("id") else { return cursor.skipValue() }
        guard id == nil, let text = cursor.plainString(), let found = ShopperProfileID(utf8: text) else { return false }
        id = found
        return true
      }
      guard isObject, let id else { return false }
      records.append(WireProfile(id: WireID(id)))
      return true
    }
    return isArray ? records : nil
  }

  private static func meta(_ cursor: inout JSONByteCursor) -> WirePage<WireProfile>.Meta? {
    var pagination: Pagination?
    let isObject = cursor.object { cursor, key in
      guard key.equals("pagination") else { return cursor.skipValue() }
      guard pagination == nil, let found = Self.pagination(&cursor) else { return false }
      pagination = found
      return true
    }
    return isObject ? WirePage<WireProfile>.Meta(pagination: pagination) : nil
  }

  private static func pagination(_ cursor: inout JSONByteCursor) -> Pagination? {
    var total: Int?
    var count: Int?
    var perPage: Int?
    var currentPage: Int?
    var totalPages: Int?
    func take(_ number: inout Int?, _ cursor: inout JSONByteCursor) -> Bool {
      guard number == nil, let found = cursor.wholeNumber() else { return false }
      number = found
      return true
    }
    let isObject = cursor.object { cursor, key in
      if key.equals("total") { return take(&total, &cursor) }
      if key.equals("count") { return take(&count, &cursor) }
      if key.equals("per_page") { return take(&perPage, &cursor) }
      if key.equals("current_page") { return take(&currentPage, &cursor) }
      if key.equals("total_pages") { return take(&totalPages, &cursor) }
      return cursor.skipValue()
    }
    guard isObject else { return nil }
    return Pagination(total: total, count: count, perPage: perPage, currentPage: currentPage, totalPages: totalPages)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether these are the bytes of the text.
  fileprivate func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }
}
