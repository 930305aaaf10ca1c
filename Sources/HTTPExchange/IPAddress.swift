import NIOCore

/// An IP address in digits.
struct IPAddress: Hashable, Sendable {
  /// 4 or 16 bytes in network order; 4 for an IPv4 address inside IPv6 (`::ffff:10.0.0.1`).
  let bytes: [UInt8]

  /// Parses `10.0.0.1`, `fd00::1` or `[fd00::1]`; `nil` for anything else, such as a name.
  init?(_ text: String) {
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    guard let address = try? SocketAddress(ipAddress: isBracketed ? String(text.dropFirst().dropLast()) : text, port: 0) else {
      return nil
    }
    // The offsets of the address in sockaddr_in and sockaddr_in6, on Linux and macOS.
    switch address {
    case .v4(let address): bytes = withUnsafeBytes(of: address.address) { Array($0[4..<8]) }
    case .v6(let address):
      let bytes = withUnsafeBytes(of: address.address) { Array($0[8..<24]) }
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
      self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
    case .unixDomainSocket: return nil
    }
  }

  /// 127.0.0.0/8 or `::1`.
  var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1 }

  /// 169.254.0.0/16, `fe80::/10`, or AWS's `fd00:ec2::/32`.
  var isLinkLocal: Bool {
    bytes.count == 4
      ? bytes[0] == 169 && bytes[1] == 254
      : (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80) || bytes.prefix(4).elementsEqual([0xFD, 0, 0x0E, 0xC2])
  }

  /// Whether the first bits equal those of another address of the same family.
  func shares(_ bits: Int, with other: IPAddress) -> Bool {
    guard bytes.count == other.bytes.count, bits <= bytes.count * 8 else { return false }
    return zip(bytes, other.bytes).enumerated().allSatisfy { index, pair in
      let significant = min(max(bits - index * 8, 0), 8)
      return (pair.0 ^ pair.1) >> (8 - significant) == 0
    }
  }
}
