/// Wraps bytes in gzip without compressing them (RFC 1951, 3.2.4: stored blocks).
enum GzipWrapping {
  static func wrapped(_ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var offset = 0
    repeat {
      let length = min(content.count - offset, 0xFFFF)
      let isLast = offset + length == content.count
      bytes.append(isLast ? 1 : 0)
      bytes += littleEndian(UInt32(length)).prefix(2)
      bytes += littleEndian(~UInt32(length)).prefix(2)
      bytes += content[offset..<offset + length]
      offset += length
    } while offset < content.count
    return bytes + littleEndian(checksum(content)) + littleEndian(UInt32(truncatingIfNeeded: content.count))
  }

  private static func littleEndian(_ number: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// CRC-32 (RFC 1952, 8).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }
}
