/// How ids, emails and customer numbers look in text, byte by byte.
enum PersonalText {
  /// A text with fewer hexadecimal digits is not an id, not even a misspelled one.
  private static let minimumDigits = 20
  /// A UUID without its hyphens.
  private static let bareLength = 32
  /// The maximum distance from the word `customer` to its number, in bytes.
  private static let customerReach = 32

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Whether an id can contain the byte: a hexadecimal digit or a hyphen.
  static func isIDByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Whether a run of such bytes is an id, perhaps misspelled, or several ids joined in a URL.
  ///
  /// A checksum is not one: it is longer than an id without hyphens. Neither is a plan id, a checksum behind `p-`.
  static func looksLikeID(_ run: ArraySlice<UInt8>) -> Bool {
    let hyphens = run.count { $0 == UInt8(ascii: "-") }
    if hyphens == 1 && run.first == UInt8(ascii: "-") && run.count == 65 { return false }
    return hyphens == 0 ? run.count == bareLength : run.count - hyphens >= minimumDigits
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }

  static func end(from start: Int, in text: [UInt8], while condition: (UInt8) -> Bool) -> Int {
    var end = start
    while end < text.count, condition(text[end]) { end += 1 }
    return end
  }

  /// Whether a number after the text is a customer's: `customer: `, `"customer_id": "`, `customer with the id `.
  static func namesCustomer(_ text: [UInt8]) -> Bool {
    var tail = text.suffix(customerReach).map(lowercased)[...]
    func dropSigns() {
      while let last = tail.last, "_ \":'=\t-".utf8.contains(last) { tail = tail.dropLast() }
    }
    dropSigns()
    for word in ["id", "number", "the", "with"] where tail.suffix(word.utf8.count).elementsEqual(word.utf8) {
      tail = tail.dropLast(word.utf8.count)
      dropSigns()
    }
    let word = "customer".utf8
    return tail.suffix(word.count).elementsEqual(word)
  }
}
