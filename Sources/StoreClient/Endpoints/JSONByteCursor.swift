/// Walks over JSON in its plain form, byte by byte: ASCII texts without escapes, whole numbers, few levels.
///
/// Every function says whether what it is named for stood there, and leaves the cursor behind it. After a no the cursor is of no use any more:
/// the text may be JSON all the same, in another form.
struct JSONByteCursor {
  /// Deeper values are not walked over.
  private static let mostLevels = 16
  /// Numbers of so many digits fit an `Int` for certain.
  private static let mostDigits = 18

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// The bytes must outlive the cursor.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether nothing but white space follows.
  mutating func isAtEnd() -> Bool {
    skipWhiteSpace()
    return position == bytes.count
  }

  /// An object; the body takes the value of each key, and may say no.
  mutating func object(_ body: (inout JSONByteCursor, UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    guard take("{") else { return false }
    if take("}") { return true }
    repeat {
      guard let key = plainString(), take(":"), body(&self, key) else { return false }
    } while take(",")
    return take("}")
  }

  /// An array; the body takes each value, and may say no.
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
      guard position - start < Self.mostDigits else { return nil }
      number = number * 10 + Int(digit)
      position += 1
    }
    // JSON has no numbers that start with 0 but 0 itself.
    guard position > start, bytes[start] != UInt8(ascii: "0") || position == start + 1 else { return nil }
    return goesOnAsNumber ? nil : number
  }

  /// Whether a number that was read this far is one of another form.
  private var goesOnAsNumber: Bool {
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): return true
    default: return false
    }
  }

  /// Any value in the plain form.
  mutating func skipValue(level: Int = 0) -> Bool {
    guard level < Self.mostLevels else { return false }
    skipWhiteSpace()
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "\""): return plainString() != nil
    case UInt8(ascii: "{"): return object { cursor, _ in cursor.skipValue(level: level + 1) }
    case UInt8(ascii: "["): return array { cursor in cursor.skipValue(level: level + 1) }
    case UInt8(ascii: "t"): return takeWord("true")
    case UInt8(ascii: "f"): return takeWord("false")
    case UInt8(ascii: "n"): return takeWord("null")
    default: return wholeNumber() != nil
    }
  }

  private mutating func takeWord(_ word: StaticString) -> Bool {
    guard bytes.count - position >= word.utf8CodeUnitCount else { return false }
    for index in 0..<word.utf8CodeUnitCount {
      guard bytes[position] == word.utf8Start[index] else { return false }
      position += 1
    }
    return true
  }

  /// Takes this character, white space before it passed over; whether it was there.
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
