/// The 128 bits of a UUID as two big-endian halves, so that values sort as their text does.
///
/// Ids are bytes here, not strings: a million of them are 16 MB in one array, and sorting compares two machine words.
package struct UUIDBits: Hashable, Sendable {
  /// The length of the canonical text in bytes: 32 hexadecimal digits and four hyphens.
  package static let textLength = 36

  /// The first eight bytes, most significant first.
  package let high: UInt64
  /// The last eight bytes, most significant first.
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Parses the canonical form, 8-4-4-4-12 hexadecimal digits in any case; `nil` for anything else.
  ///
  /// It looks at every digit before it decides. Random digits make a branch per digit several times slower.
  package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard text.count == Self.textLength, [8, 13, 18, 23].allSatisfy({ text[$0] == UInt8(ascii: "-") }) else { return nil }
    var isValid = true
    func value(_ digits: Range<Int>) -> UInt64 {
      var value: UInt64 = 0
      for digit in text[digits] {
        let isLetter = (digit | 0x20) &- UInt8(ascii: "a") < 6
        isValid = (digit &- UInt8(ascii: "0") < 10 || isLetter) && isValid
        // A letter's lowest four bits count from 1, its value counts from 10.
        value = value << 4 | UInt64(digit & 0x0F) + (isLetter ? 9 : 0)
      }
      return value
    }
    high = value(0..<8) << 32 | value(9..<13) << 16 | value(14..<18)
    low = value(19..<23) << 48 | value(24..<36)
    guard isValid else { return nil }
  }

  /// Parses the canonical form from a string; see ``init(utf8:)``.
  package init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let bits = text.withUTF8({ UUIDBits(utf8: $0) }) else { return nil }
    self = bits
  }

  /// Reads 16 big-endian bytes from `offset` on; the buffer must have that many.
  package init(bigEndianBytes bytes: UnsafeRawBufferPointer, at offset: Int) {
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
  }

  package func appendBigEndianBytes(to bytes: inout [UInt8]) {
    withUnsafeBytes(of: high.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: low.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// The canonical text in lower case.
  package var text: String {
    String(unsafeUninitializedCapacity: Self.textLength) { buffer in
      var position = 0
      for nibble in 0..<32 {
        if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
          buffer[position] = UInt8(ascii: "-")
          position += 1
        }
        let word = nibble < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - nibble % 16 * 4)) & 0xF
        buffer[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        position += 1
      }
      return position
    }
  }
}

extension UUIDBits: Comparable {
  package static func < (left: UUIDBits, right: UUIDBits) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}
