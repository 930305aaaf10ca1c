import FoundationEssentials
import SegmentModel

/// Reads the records of a page of members straight from its bytes.
///
/// A million members are 4,000 pages and 40 MB of JSON, and only the id and the customer of a record matter. The
/// scanner takes the plain form that pages have: ASCII texts without escapes, whole numbers, each field of a record
/// once. It leaves the rest of the page, and any page of another form, to the JSON decoder. So both read the same page
/// from the same bytes.
enum MemberPageScanner {
  /// Records of a full page; more make the array grow.
  private static let usualCount = 250

  /// The page; `nil` when the body is not in the plain form.
  ///
  /// O(bytes).
  static func page(_ body: [UInt8]) -> WirePage<WireProfile>? {
    var found: (records: [WireProfile], range: Range<Int>)?
    let isPlain = body.withUnsafeBufferPointer { bytes in
      var cursor = JSONByteCursor(bytes)
      let isObject = cursor.object { cursor, key in
        guard key.equals("data") else { return cursor.skipValue() }
        let start = cursor.position
        guard found == nil, let records = records(&cursor) else { return false }
        found = (records, start..<cursor.position)
        return true
      }
      return isObject && cursor.isAtEnd()
    }
    guard isPlain, let (records, range) = found else { return nil }
    let rest = Data(body[..<range.lowerBound]) + Data("[]".utf8) + Data(body[range.upperBound...])
    return (try? JSONDecoder().decode(WirePage<WireProfile>.self, from: rest)).map {
      WirePage(data: records, pagination: $0.pagination)
    }
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
}

/// Walks over JSON in its plain form, byte by byte: ASCII texts without escapes, whole numbers, few levels.
///
/// Each function returns whether it found what it is named for, and moves the cursor behind it. After a failure the
/// cursor is useless: the text may still be JSON, in another form.
private struct JSONByteCursor {
  /// The cursor does not walk over deeper values.
  private static let maximumDepth = 16
  /// Every number of so many digits fits an `Int`.
  private static let maximumDigits = 18

  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  /// The bytes must outlive the cursor.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether nothing but white space follows.
  mutating func isAtEnd() -> Bool {
    skipWhiteSpace()
    return position == bytes.count
  }

  /// An object; the body takes the value of each key, and may refuse it.
  mutating func object(_ body: (inout JSONByteCursor, UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    guard take("{") else { return false }
    if take("}") { return true }
    repeat {
      guard let key = plainString(), take(":"), body(&self, key) else { return false }
    } while take(",")
    return take("}")
  }

  /// An array; the body takes each value, and may refuse it.
  mutating func array(_ body: (inout JSONByteCursor) -> Bool) -> Bool {
    guard take("[") else { return false }
    if take("]") { return true }
    repeat {
      guard body(&self) else { return false }
    } while take(",")
    return take("]")
  }

  /// A string of printable ASCII characters, without escapes; without its quotes.
  mutating func plainString() -> UnsafeBufferPointer<UInt8>? {
    guard take("\"") else { return nil }
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return UnsafeBufferPointer(rebasing: bytes[start..<position - 1])
      }
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return nil }
      position += 1
    }
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

  /// Any value in the plain form.
  mutating func skipValue(depth: Int = 0) -> Bool {
    guard depth < Self.maximumDepth else { return false }
    skipWhiteSpace()
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "\""): return plainString() != nil
    case UInt8(ascii: "{"): return object { cursor, _ in cursor.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["): return array { cursor in cursor.skipValue(depth: depth + 1) }
    case UInt8(ascii: "t"): return takeWord("true")
    case UInt8(ascii: "f"): return takeWord("false")
    case UInt8(ascii: "n"): return takeWord("null")
    default: return wholeNumber() != nil
    }
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// Takes this character and the white space before it; whether it was there.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipWhiteSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func equals(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { elementsEqual($0) }
  }
}
