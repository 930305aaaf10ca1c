extension UUIDBits {
  /// The length of the canonical text in bytes: 32 hexadecimal digits and four hyphens.
  package static let textLength = 36

  /// Parses the canonical form, 8-4-4-4-12 hexadecimal digits in any case; `nil` for anything else.
  package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard let digits = HexadecimalWords(text) else { return nil }
    self.init(digits)
  }

  /// Parses the canonical form in lower case only, so that ``text`` gives back exactly these bytes; `nil` for anything else.
  package init?(lowercaseUTF8 text: UnsafeBufferPointer<UInt8>) {
    guard let digits = HexadecimalWords(text), digits.areLowercase else { return nil }
    self.init(digits)
  }

  /// Parses the canonical form from a string; see ``init(utf8:)``.
  package init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let bits = text.withUTF8({ UUIDBits(utf8: $0) }) else { return nil }
    self = bits
  }

  private init?(_ digits: HexadecimalWords) {
    guard let first = HexadecimalWords.value(of: digits.first), let second = HexadecimalWords.value(of: digits.second),
      let third = HexadecimalWords.value(of: digits.third), let fourth = HexadecimalWords.value(of: digits.fourth)
    else { return nil }
    self.init(high: first << 32 | second, low: third << 32 | fourth)
  }
}

/// The 32 digits of a UUID's text, eight to a word, the first one in the most significant byte.
///
/// Eight digits are checked and valued at once by arithmetic on the word: a manifest, or a store's list, has millions of them.
private struct HexadecimalWords {
  let first: UInt64
  let second: UInt64
  let third: UInt64
  let fourth: UInt64

  /// `nil` when the length or the hyphens are not those of a UUID; the digits may be anything.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count == UUIDBits.textLength else { return nil }
    let hyphen = UInt8(ascii: "-")
    guard text[8] == hyphen, text[13] == hyphen, text[18] == hyphen, text[23] == hyphen else { return nil }
    let bytes = UnsafeRawBufferPointer(text)
    func four(at offset: Int) -> UInt64 {
      UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
    func eight(at offset: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    first = eight(at: 0)
    second = four(at: 9) << 32 | four(at: 14)
    third = four(at: 19) << 32 | four(at: 24)
    fourth = eight(at: 28)
  }

  /// Whether none of them is an upper-case letter, given that all are digits.
  ///
  /// In ASCII the digits 0 to 9 and lower-case letters have the bit 0x20; upper-case letters lack it.
  var areLowercase: Bool {
    let bit = Self.all(0x20)
    return first & second & third & fourth & bit == bit
  }

  /// The 32 bits that eight hexadecimal digits stand for; `nil` when one of them is none.
  static func value(of digits: UInt64) -> UInt64? {
    let top = all(0x80)
    // Below 0x80 no sum carries over into the next byte.
    guard digits & top == 0 else { return nil }
    // The top bit of a byte is set from the character on that the addend stands for.
    let isDecimal = (digits &+ all(0x80 - 0x30)) & ~(digits &+ all(0x80 - 0x3A))
    let lowercase = digits | all(0x20)
    let isLetter = (lowercase &+ all(0x80 - 0x61)) & ~(lowercase &+ all(0x80 - 0x67))
    guard (isDecimal | isLetter) & top == top else { return nil }
    var value = (digits & all(0x0F)) &+ ((isLetter & top) >> 7) &* 9
    value = (value | value >> 4) & 0x00FF_00FF_00FF_00FF
    value = (value | value >> 8) & 0x0000_FFFF_0000_FFFF
    return (value | value >> 16) & 0xFFFF_FFFF
  }

  private static func all(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}
