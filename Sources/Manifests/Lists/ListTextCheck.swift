/// Whether bytes are text in UTF-8 whose last line ends.
enum ListTextCheck {
  /// How much is copied to check it.
  private static let pieceBytes = 64 << 10

  /// The first problem of whole lines, and the offset of the byte that has it; `nil` for text.
  ///
  /// `isLast` says that no lines follow: then the last one must end.
  static func problem(in text: ListBytes, isLast: Bool) -> (problem: MemberListProblem, offset: Int)? {
    let bytes = text.bytes
    if text.start == bytes.count { return nil }
    if text.firstLine == 1 && hasWideCharacters(bytes) { return (.notText(.wideCharacters), 0) }
    if let offset = firstBadByte(bytes, from: text.start) {
      return (.notText(bytes[offset] == 0 ? .zeroByte : .invalidUTF8), offset)
    }
    return isLast && bytes[bytes.count - 1] != UInt8(ascii: "\n") ? (.cutOff, bytes.count - 1) : nil
  }

  /// The byte order marks of UTF-16; those of UTF-32 begin with one of them or with zeros.
  private static func hasWideCharacters(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  /// The first byte that is zero or part of no character.
  private static func firstBadByte(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var start = start
    while start < bytes.count {
      // A piece ends where a character begins: of four bytes in a row of UTF-8 at least one begins one.
      var end = min(start + pieceBytes, bytes.count)
      while end < bytes.count, end > start + pieceBytes - 4, bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
      let piece = bytes[start..<end]
      let isText = piece.allSatisfy { 1..<0x80 ~= $0 } || (!piece.contains(0) && String(validating: piece, as: UTF8.self) != nil)
      guard isText else { return firstBadCharacter(piece) }
      start = end
    }
    return nil
  }

  private static func firstBadCharacter(_ piece: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var decoder = UTF8()
    var rest = piece.makeIterator()
    var offset = piece.startIndex
    while case .scalarValue(let scalar) = decoder.decode(&rest) {
      if scalar == "\0" { return offset }
      offset += UTF8.width(scalar)
    }
    return offset < piece.endIndex ? offset : nil
  }
}
