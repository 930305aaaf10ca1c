/// The id of a registered customer: a positive whole number, given by the store.
package struct CustomerID: Hashable, Comparable, Sendable, Decodable, CustomStringConvertible {
  /// The number: from 1 to 2³¹ - 1, the range of the vendor's `int32`.
  package let number: Int32

  /// `nil` unless the number is positive.
  package init?(_ number: some BinaryInteger) {
    guard let number = Int32(exactly: number), number > 0 else { return nil }
    self.number = number
  }

  /// Parses decimal digits without sign and blanks; `nil` for anything else.
  package init?(utf8 digits: some Collection<UInt8>) {
    guard (1...10).contains(digits.count) else { return nil }
    var number: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    self.init(number)
  }

  /// Parses decimal digits; see ``init(utf8:)``.
  package init?(text: some StringProtocol) { self.init(utf8: Array(text.utf8)) }

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

/// What a manifest names a customer by.
package enum CustomerReference: Hashable, Sendable {
  case id(CustomerID)
  case email(EmailAddress)
}
