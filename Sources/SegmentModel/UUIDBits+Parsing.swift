extension UUIDBits {
  /// The length of the canonical text in bytes: 32 hexadecimal digits and four hyphens.
  package static let textLength = 36

  /// Parses the canonical form, 8-4-4-4-12 hexadecimal digits in any case; `nil` for anything else.
  @inline(__always)
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

  @inline(__always)
  private init?(_ digits: HexadecimalWords) {
    let first = HexadecimalWords.value(of: digits.first)
    let second = HexadecimalWords.value(of: digits.second)
    let third = HexadecimalWords.value(of: digits.third)
    let fourth = HexadecimalWords.value(of: digits.fourth)
    guard first.marks & second.marks & third.marks & fourth.marks == HexadecimalWords.allMarks else { return nil }
    self.init(high: first.bits << 32 | second.bits, low: third.bits << 32 | fourth.bits)
  }
}

/// The 32 digits of a UUID's text, eight to a word, the first one in the least significant byte.
///
/// Eight digits are checked and valued at once by arithmetic on the word, and nothing is decided before all are: a manifest, or a store's list, has
/// millions of them.
private struct HexadecimalWords {
  /// What ``value(of:)`` marks eight digits with.
  static let allMarks = all(0x80)

  let first: UInt64
  let second: UInt64
  let third: UInt64
  let fourth: UInt64

  /// `nil` when the length or the hyphens are not those of a UUID; the digits may be anything.
  @inline(__always)
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count == UUIDBits.textLength else { return nil }
    let bytes = UnsafeRawBufferPointer(text)
    func eight(at offset: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    // As they stand: "11111111" "-2222-22" "33-3333-" "44444444" and "4444".
    let (second, third, fourth) = (eight(at: 8), eight(at: 16), eight(at: 24))
    let last = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 32, as: UInt32.self)))
    let hyphen = UInt64(UInt8(ascii: "-"))
    guard second & 0x0000_FF00_0000_00FF == hyphen << 40 | hyphen,
      third & 0xFF00_0000_00FF_0000 == hyphen << 56 | hyphen << 16
    else { return nil }
    first = eight(at: 0)
    self.second = second >> 8 & 0xFFFF_FFFF | (second >> 48) << 32 | third << 48
    self.third = third >> 24 & 0xFFFF_FFFF | fourth << 32
    self.fourth = fourth >> 32 | last << 32
  }

  /// Whether none of them is an upper-case letter, given that all are digits.
  ///
  /// In ASCII the digits 0 to 9 and lower-case letters have the bit 0x20; upper-case letters lack it.
  var areLowercase: Bool {
    let bit = Self.all(0x20)
    return first & second & third & fourth & bit == bit
  }

  /// The 32 bits that eight hexadecimal digits stand for, and the top bit of every byte that is such a digit; other bits of the marks say nothing.
  @inline(__always)
  static func value(of digits: UInt64) -> (bits: UInt64, marks: UInt64) {
    // The top bit of a byte is set from the character on that the addend stands for. Only a byte beyond ASCII carries over into the next one, and
    // such a byte gets no mark itself.
    let isDecimal = (digits &+ all(0x80 - 0x30)) & ~(digits &+ all(0x80 - 0x3A))
    let lowercase = digits | all(0x20)
    let isLetter = (lowercase &+ all(0x80 - 0x61)) & ~(lowercase &+ all(0x80 - 0x67))
    // Letters are those with the bit 0x40, and count from 10 where their lowest four bits count from 1.
    var value = (digits & all(0x0F)) &+ (digits >> 6 & all(0x01)) &* 9
    value = (value << 4 | value >> 8) & 0x00FF_00FF_00FF_00FF
    value = (value << 8 | value >> 16) & 0x0000_FFFF_0000_FFFF
    return ((value << 16 | value >> 32) & 0xFFFF_FFFF, (isDecimal | isLetter) & ~digits & allMarks)
  }

  @inline(__always)
  private static func all(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}
