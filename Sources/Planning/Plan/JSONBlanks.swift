/// The blanks between the values of a JSON text.
enum JSONBlanks {
  /// The text without them; blanks inside strings stay.
  ///
  /// O(n).
  static func removed(from text: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count)
    var isInString = false
    var isEscaped = false
    for byte in text {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if isBlank(byte) {
        continue
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      }
      kept.append(byte)
    }
    return kept
  }

  /// RFC 8259, section 2: space, tab, line feed, carriage return.
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
