/// How ids, emails and customer numbers look in text, byte by byte.
enum PersonalText {
  /// Fewer hexadecimal digits than this make no id, not even a misspelled one.
  private static let fewestDigits = 20
  /// A UUID without its hyphens.
  private static let bareLength = 32
  /// How far before a number the word `customer` may begin.
  private static let customerReach = 32

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// What an id consists of: hexadecimal digits and hyphens.
  static func isIDByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Whether a whole run of such bytes is an id, perhaps a misspelled one, or several that a URL strings together.
  ///
  /// A checksum is longer than a bare id and has no hyphens.
  static func looksLikeID(_ run: ArraySlice<UInt8>) -> Bool {
    let hyphens = run.count { $0 == UInt8(ascii: "-") }
    return hyphens == 0 ? run.count == bareLength : run.count - hyphens >= fewestDigits
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }

  static func end(from start: Int, in text: [UInt8], while condition: (UInt8) -> Bool) -> Int {
    var end = start
    while end < text.count, condition(text[end]) { end += 1 }
    return end
  }

  /// Where the domain behind an at sign ends; `nil` when there is none with a dot in it.
  static func endOfDomain(after sign: Int, in text: [UInt8]) -> Int? {
    let start = sign + 1
    var end = end(from: start, in: text) { isNameByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    while end > start, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
    let domain = text[start..<end]
    // The shortest name has two letters behind the dot, so that nothing gets longer.
    guard let dot = domain.lastIndex(of: UInt8(ascii: ".")), dot > start, end - dot > 2 else { return nil }
    return end
  }

  /// How many bytes at the end of the text can be the name before an at sign.
  static func lengthOfMailbox(at text: [UInt8]) -> Int {
    var length = 0
    while length < text.count {
      let byte = text[text.count - 1 - length]
      // The other signs that a mailbox may have are left out: they are markup where the text is Markdown or JSON.
      guard isNameByte(byte) || "+-_%.".utf8.contains(byte) else { break }
      length += 1
    }
    return length
  }

  /// Whether a number behind the text is a customer's: `customer: `, `"customer_id": "`, `customer with the id `.
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

  /// Letters and digits, and every part of a letter beyond ASCII.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased(byte))
  }
}
