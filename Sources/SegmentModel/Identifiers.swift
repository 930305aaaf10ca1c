/// A UUID that the vendor gave; each kind of thing has a type of its own.
///
/// Parses any case, prints lower case, sorts as its text does.
package protocol UUIDIdentifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  var bits: UUIDBits { get }

  init(bits: UUIDBits)
}

extension UUIDIdentifier {
  /// Parses the canonical form (8-4-4-4-12 hexadecimal digits in any case); `nil` for anything else.
  package init?(_ text: some StringProtocol) {
    guard let bits = UUIDBits(text) else { return nil }
    self.init(bits: bits)
  }

  /// Parses the canonical form from its bytes; `nil` for anything else.
  package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard let bits = UUIDBits(utf8: text) else { return nil }
    self.init(bits: bits)
  }

  package init(from decoder: any Decoder) throws {
    self = try decoder.value("a UUID") { Self($0) }
  }

  package func encode(to encoder: any Encoder) throws { try bits.text.encode(to: encoder) }

  /// The canonical text, in lower case.
  package var description: String { bits.text }

  package static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

/// The id of a shopper profile.
///
/// Each registered customer has one, and the members of a segment are profiles.
package struct ShopperProfileID: UUIDIdentifier {
  package let bits: UUIDBits

  package init(bits: UUIDBits) { self.bits = bits }
}

/// The id of a segment, given by the store when the segment is created.
package struct SegmentID: UUIDIdentifier {
  package let bits: UUIDBits

  package init(bits: UUIDBits) { self.bits = bits }
}

extension Decoder {
  /// The value that a text stands for.
  ///
  /// - Throws: `DecodingError` that says what was expected, if the text does not stand for a value.
  func value<Value>(_ expected: String, of parse: (String) -> Value?) throws -> Value {
    let container = try singleValueContainer()
    if let value = parse(try container.decode(String.self)) { return value }
    throw DecodingError.dataCorruptedError(in: container, debugDescription: expected)
  }
}
