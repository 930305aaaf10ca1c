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

  /// Reads 16 big-endian bytes that start at `offset`, which must leave 16 bytes to read.
  package init(bigEndianBytes bytes: UnsafeRawBufferPointer, at offset: Int) {
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
  }

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
}

extension UUIDBits: Comparable {
  package static func < (left: UUIDBits, right: UUIDBits) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}
