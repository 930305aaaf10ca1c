/// The 128 bits of a UUID, as two big-endian halves, so that comparing values is comparing their text.
///
/// Ids are bytes here, not strings: a million of them are 16 MB in one array, and sorting compares two machine words.
package struct UUIDBits: Hashable, Sendable {
  /// The first eight bytes, most significant first.
  package let high: UInt64
  /// The last eight bytes, most significant first.
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The length of the canonical text in bytes: 32 hexadecimal digits and four hyphens.
  package static let textLength = 36

  /// Parses the canonical form, 8-4-4-4-12 hexadecimal digits in any case; `nil` for anything else.
  package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard text.count == Self.textLength else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var digits = 0
    for index in 0..<Self.textLength {
      let byte = text[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Self.value(ofHexadecimalDigit: byte) else { return nil }
      if digits < 16 {
        high = high << 4 | digit
      } else {
        low = low << 4 | digit
      }
      digits += 1
    }
    self.init(high: high, low: low)
  }

  /// Parses the canonical form from a string; see ``init(utf8:)``.
  package init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let bits = text.withUTF8({ UUIDBits(utf8: $0) }) else { return nil }
    self = bits
  }

  /// Reads 16 big-endian bytes that start at `offset`, which must leave 16 bytes to read.
  package init(bigEndianBytes bytes: UnsafeRawBufferPointer, at offset: Int) {
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
  }

  /// Appends the 16 bytes, most significant first.
  package func appendBigEndianBytes(to bytes: inout [UInt8]) {
    withUnsafeBytes(of: high.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: low.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// The canonical text, in lower case.
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

  private static func value(ofHexadecimalDigit byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

extension UUIDBits: Comparable {
  package static func < (left: UUIDBits, right: UUIDBits) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}
