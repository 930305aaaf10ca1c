import Crypto
package import SegmentModel

/// The identity of a set of live members, without the members: their count and the SHA-256 of their sorted 16-byte ids.
package struct LiveFingerprint: Codable, Hashable, Sendable {
  package internal(set) var count: Int
  /// 64 lower-case hexadecimal digits.
  package internal(set) var sha256: String

  package init(count: Int, sha256: String) {
    self.count = count
    self.sha256 = sha256
  }

  /// O(n).
  package init(of members: MemberSet) {
    var hash = SHA256()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16 * 4096)
    for id in members {
      id.bits.appendBigEndianBytes(to: &bytes)
      if bytes.count >= 16 * 4096 {
        hash.update(data: bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    hash.update(data: bytes)
    self.init(count: members.count, sha256: hash.finalize().hexadecimalText)
  }
}
