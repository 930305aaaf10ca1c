/// The id of a registered customer: a positive whole number, given by the store.
package struct CustomerID: Hashable, Comparable, Sendable, Decodable, CustomStringConvertible {
  /// From 1 to 2³¹ - 1, the range of the vendor's `int32`.
  package let number: Int32

  /// `nil` unless the number is in range.
  package init?(_ number: some BinaryInteger) {
    guard let number = Int32(exactly: number), number > 0 else { return nil }
    self.number = number
  }

  /// Parses at most ten decimal digits without a sign or blanks; `nil` for anything else.
  package init?(utf8 digits: some Collection<UInt8>) {
    guard digits.count <= 10, let number = Int(digits: digits) else { return nil }
    self.init(number)
  }

  /// Parses decimal digits; see ``init(utf8:)``.
  package init?(text: some StringProtocol) { self.init(utf8: text.utf8) }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = CustomerID(try container.decode(Int.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a positive number of 32 bits")
    }
    self = id
  }

  package var description: String { String(number) }

  package static func < (left: CustomerID, right: CustomerID) -> Bool { left.number < right.number }
}

/// How a manifest names a customer.
package enum CustomerReference: Hashable, Sendable {
  case id(CustomerID)
  case email(EmailAddress)
}
