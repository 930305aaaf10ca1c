/// The name of what a plan does to which store: equal actions have equal ids.
///
/// Always whole: a shortened one could be matched on purpose by trying changes until two plans share it.
package struct PlanID: Hashable, Sendable, CustomStringConvertible {
  /// `p-` and 64 lower-case hexadecimal digits.
  package let description: String

  /// The id with this hash of 32 bytes.
  package init(sha256 hash: some Sequence<UInt8>) {
    description = "p-" + hash.hexadecimalText
  }

  /// `nil` for any text but an id.
  package init?(_ text: String) {
    guard text.utf8.count == 66, text.hasPrefix("p-"),
      text.utf8.dropFirst(2).allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    description = text
  }
}

extension Sequence<UInt8> {
  /// Two lower-case hexadecimal digits for each byte.
  package var hexadecimalText: String {
    let digits = Array("0123456789abcdef")
    return reduce(into: "") { text, byte in
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0xF)])
    }
  }
}
