/// The blanks between the values of a JSON text.
enum JSONBlanks {
  /// The text without them; blanks inside strings stay.
  ///
  /// O(n).
  static func removed(from text: [UInt8]) -> [UInt8] {
    var isInString = false
    var isEscaped = false
    return text.filter { byte in
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = isInString
      case UInt8(ascii: "\""): isInString.toggle()
      // RFC 8259, section 2: space, tab, line feed, carriage return.
      case 0x20, 0x09, 0x0A, 0x0D: return isInString
      default: break
      }
      return true
    }
  }
}
