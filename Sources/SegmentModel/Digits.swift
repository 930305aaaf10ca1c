extension UInt8 {
  /// A space or a tab.
  package var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  /// An ASCII digit.
  package var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// An ASCII letter.
  package var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

extension Int {
  /// Parses ASCII digits without a sign; `nil` for anything else and for a number that does not fit.
  package init?(digits: some Collection<UInt8>) {
    guard digits.allSatisfy(\.isDigit), let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
    self = number
  }
}

extension BinaryInteger {
  /// The number with zeros in front, so that it has at least `count` digits.
  package func padded(to count: Int, radix: Int = 10, uppercase: Bool = false) -> String {
    let digits = String(self, radix: radix, uppercase: uppercase)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}

extension Sequence<UInt8> {
  /// Two lower-case hexadecimal digits per byte.
  package var hexadecimalText: String { map { $0.padded(to: 2, radix: 16) }.joined() }
}
