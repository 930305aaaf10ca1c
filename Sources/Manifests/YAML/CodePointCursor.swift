/// Finds the byte at which a code point begins: libyaml counts code points, and text is cut at bytes.
///
/// Going on from the last answer, so that asking in the order of the text is linear.
struct CodePointCursor {
  private let bytes: [UInt8]
  private var byte = 0
  private var codePoint = 0

  /// - Parameter bytes: Text in UTF-8.
  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The byte at which the code point with this number, counted from 0, begins; the end of the text for those behind it.
  mutating func byte(ofCodePoint wanted: Int) -> Int {
    while codePoint < wanted, byte < bytes.count {
      byte += 1
      while byte < bytes.count, Self.isContinuation(bytes[byte]) { byte += 1 }
      codePoint += 1
    }
    while codePoint > wanted, byte > 0 {
      byte -= 1
      while byte > 0, Self.isContinuation(bytes[byte]) { byte -= 1 }
      codePoint -= 1
    }
    return byte
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0b1100_0000 == 0b1000_0000 }
}
