import FoundationEssentials
import HTTPExchange
import SegmentModel

/// Reads the records of a page of members straight from its bytes.
///
/// A million members are 4,000 pages and 40 MB of JSON, and only the id and the customer of a record matter. The
/// scanner takes the plain form that pages have: `data` first, and records whose values are whole numbers or ASCII texts
/// without escapes. It leaves the rest of the page, and any page of another form, to the JSON decoder. So both read the
/// same page from the same bytes.
enum MemberPageScanner {
  /// Records of a full page; more make the array grow.
  private static let usualCount = 250

  /// The page; `nil` when the body is not in the plain form.
  ///
  /// O(bytes).
  static func page(_ body: [UInt8]) -> WirePage<WireProfile>? {
    let found = body.withUnsafeBufferPointer { bytes in
      var cursor = JSONByteCursor(bytes)
      return records(&cursor).map { (records: $0, end: cursor.position) }
    }
    guard let found else { return nil }
    let rest = body[found.end...]
    // The decoder decides which of two `data` counts. An escape could hide the second one.
    guard !rest.contains(UInt8(ascii: "\\")), rest.firstRange(of: #""data""#.utf8) == nil else { return nil }
    let page = try? JSONDecoder().decode(WirePage<WireProfile>.self, from: Data(#"{"data":[]"#.utf8) + Data(json: rest))
    return page.map { WirePage(data: found.records, pagination: $0.pagination) }
  }

  /// The records at the beginning of a page.
  private static func records(_ cursor: inout JSONByteCursor) -> [WireProfile]? {
    guard cursor.take("{"), cursor.plainString()?.equals("data") == true, cursor.take(":"), cursor.take("[") else { return nil }
    var records: [WireProfile] = []
    records.reserveCapacity(usualCount)
    repeat {
      guard let record = record(&cursor) else { return nil }
      records.append(record)
    } while cursor.take(",")
    return cursor.take("]") ? records : nil
  }

  private static func record(_ cursor: inout JSONByteCursor) -> WireProfile? {
    var id: ShopperProfileID?
    var customer: Int?
    guard cursor.take("{") else { return nil }
    repeat {
      guard let key = cursor.plainString(), cursor.take(":") else { return nil }
      if key.equals("customer_id") {
        guard customer == nil, let found = cursor.wholeNumber() else { return nil }
        customer = found
      } else if let text = cursor.plainString() {
        guard key.equals("id") else { continue }
        guard id == nil, let found = ShopperProfileID(utf8: text) else { return nil }
        id = found
      } else {
        guard cursor.wholeNumber() != nil else { return nil }
      }
    } while cursor.take(",")
    guard cursor.take("}"), let id else { return nil }
    return WireProfile(id: id, customer: customer.flatMap { CustomerID($0) })
  }
}

/// Walks over JSON byte by byte; each function skips white space and moves the cursor behind what it found.
private struct JSONByteCursor {
  /// Every number of so many digits fits an `Int`.
  private static let maximumDigits = 18

  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  /// The bytes must outlive the cursor.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether this character comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipWhiteSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// A string of printable ASCII characters, without escapes; without its quotes.
  ///
  /// If a string of another form comes next, nothing is found after it either.
  mutating func plainString() -> UnsafeBufferPointer<UInt8>? {
    guard take("\"") else { return nil }
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return UnsafeBufferPointer(rebasing: bytes[start..<position - 1])
      }
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { break }
      position += 1
    }
    position = bytes.count
    return nil
  }

  /// A number without sign, fraction and exponent.
  mutating func wholeNumber() -> Int? {
    skipWhiteSpace()
    let start = position
    var number = 0
    while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit <= 9 {
      guard position - start < Self.maximumDigits else { return nil }
      number = number * 10 + Int(digit)
      position += 1
    }
    // In JSON only the number 0 itself starts with 0.
    guard position > start, bytes[start] != UInt8(ascii: "0") || position == start + 1 else { return nil }
    let isOfOtherForm = position < bytes.count && ".eE".utf8.contains(bytes[position])
    return isOfOtherForm ? nil : number
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count, " \n\r\t".utf8.contains(bytes[position]) { position += 1 }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func equals(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { elementsEqual($0) }
  }
}
