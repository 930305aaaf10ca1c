/// A hash of what a plan does to which store: equal actions have equal ids.
///
/// It is never shortened: someone could try changes until another plan has the same short id.
package struct PlanID: Codable, Hashable, Sendable, CustomStringConvertible {
  /// `p-` and 64 lower-case hexadecimal digits.
  package let description: String

  /// - Parameter hash: 32 bytes.
  package init(sha256 hash: some Sequence<UInt8>) { description = "p-" + hash.hexadecimalText }

  /// `nil` unless the text is an id.
  package init?(_ text: String) {
    guard text.utf8.count == 66, text.hasPrefix("p-"),
      text.utf8.dropFirst(2).allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    description = text
  }

  package init(from decoder: any Decoder) throws {
    self = try decoder.value("a plan id") { PlanID($0) }
  }

  package func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }
}
