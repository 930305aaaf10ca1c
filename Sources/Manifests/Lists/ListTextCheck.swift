/// Whether bytes are a text in UTF-8 whose last line ends.
enum ListTextCheck {
  /// The first problem, and the offset of the byte that has it.
  ///
  /// Reads ASCII, which lists are made of, eight bytes at a time.
  ///
  /// - Parameters:
  ///   - text: Whole lines, or the rest of the text.
  ///   - checked: The first byte that is not known to be sound.
  /// - Returns: `nil` for sound text.
  static func problem(in text: ListBytes, from checked: Int) -> (problem: MemberListProblem, offset: Int)? {
    let bytes = text.bytes
    if text.start == bytes.count { return nil }
    if text.firstLine == 1 && hasWideCharacters(bytes) { return (.notText(.wideCharacters), 0) }
    var offset = max(checked, text.start)
    while true {
      offset = endOfPlainText(bytes, from: offset)
      guard offset < bytes.count else { break }
      if bytes[offset] == 0 { return (.notText(.zeroByte), offset) }
      let length = lengthOfCharacter(bytes, at: offset)
      if length == 0 { return (.notText(.invalidUTF8), offset) }
      offset += length
    }
    return bytes[bytes.count - 1] == UInt8(ascii: "\n") ? nil : (.cutOff, bytes.count - 1)
  }

  /// Marks of UTF-16 in both orders; UTF-32's begin with one of them or with zeros.
  private static func hasWideCharacters(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// The first byte that is zero or no ASCII.
  private static func endOfPlainText(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    let ones: UInt64 = 0x0101_0101_0101_0101
    var offset = start
    while raw.count - offset >= 8 {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      // A byte of zero borrows into its top bit, a byte beyond ASCII has it set.
      if (word | (word &- ones)) & (ones << 7) != 0 { break }
      offset += 8
    }
    while offset < bytes.count, bytes[offset] != 0, bytes[offset] < 0x80 { offset += 1 }
    return offset
  }

  /// The bytes of the character here, 0 when they are not UTF-8 (table 3-7 of the Unicode standard).
  private static func lengthOfCharacter(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
    let second: ClosedRange<UInt8>
    let length: Int
    switch bytes[offset] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard bytes.count - offset >= length, second.contains(bytes[offset + 1]) else { return 0 }
    for index in offset + 2..<offset + length where bytes[index] & 0b1100_0000 != 0b1000_0000 { return 0 }
    return length
  }
}
