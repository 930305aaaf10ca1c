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
    let hyphen = UInt8(ascii: "-")
    guard text[8] == hyphen, text[13] == hyphen, text[18] == hyphen, text[23] == hyphen else { return nil }
    let bytes = UnsafeRawBufferPointer(text)
    // The four groups of digits behind the first eight stand between hyphens: two of them make eight digits.
    guard let first = Self.value(ofDigits: Self.word(bytes, at: 0)),
      let second = Self.value(ofDigits: Self.half(bytes, at: 9) << 32 | Self.half(bytes, at: 14)),
      let third = Self.value(ofDigits: Self.half(bytes, at: 19) << 32 | Self.half(bytes, at: 24)),
      let fourth = Self.value(ofDigits: Self.word(bytes, at: 28))
    else { return nil }
    self.init(high: first << 32 | second, low: third << 32 | fourth)
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

  /// Eight bytes, the first one most significant.
  private static func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Four bytes, the first one most significant.
  private static func half(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  /// The 32 bits that eight hexadecimal digits stand for; `nil` when one of the bytes is no digit.
  ///
  /// All eight at once, a byte each: a list has millions of ids, and this is most of the work of reading it.
  @inline(__always)
  private static func value(ofDigits text: UInt64) -> UInt64? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops = ones << 7
    if text & tops != 0 { return nil }
    // A byte's top bit is set when it is at least the first bound, and not the second; no sum of two bytes carries over.
    func isBetween(_ bytes: UInt64, _ first: UInt8, _ last: UInt8) -> UInt64 {
      (bytes + ones * UInt64(0x80 - first)) & ~(bytes + ones * UInt64(0x7F - last)) & tops
    }
    let isLetter = isBetween(text | ones << 5, UInt8(ascii: "a"), UInt8(ascii: "f"))
    guard isBetween(text, UInt8(ascii: "0"), UInt8(ascii: "9")) | isLetter == tops else { return nil }
    var value = (text & (ones * 0xF)) + (isLetter >> 7) * 9
    value = (value | value >> 4) & 0x00FF_00FF_00FF_00FF
    value = (value | value >> 8) & 0x0000_FFFF_0000_FFFF
    return (value | value >> 16) & 0xFFFF_FFFF
  }
}

extension UUIDBits: Comparable {
  package static func < (left: UUIDBits, right: UUIDBits) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}
