import SegmentModel

/// The query of a request, decoded.
struct Query: Sendable {
  /// What `include` may name: the values of customers.v3.yml.
  private static let customerParts: Set<String> = [
    "addresses", "storecredit", "attributes", "formfields", "shopper_profile_id", "segment_ids",
  ]

  /// Names and values in the order of the address, percent-decoded; a name can occur several times.
  private let items: [(name: String, value: String)]

  /// - Parameter text: What follows the question mark; `nil` or empty for no query.
  init(_ text: String?) {
    items = (text ?? "").split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
    }
  }

  /// The last value of a parameter; `nil` when the query does not have it.
  func value(of name: String) -> String? { items.last { $0.name == name }?.value }

  /// The ids of `id:in`; `nil` for no filter.
  ///
  /// A parameter without ids is not a filter, so a `DELETE` with `id:in=` deletes everything. The vendor does not document
  /// this case; the simulator takes the most harmful reading.
  func ids<ID: UUIDIdentifier>(_ type: ID.Type) throws(StoreRefusal) -> [ID]? {
    let texts = values(of: "id:in")
    return texts.isEmpty ? nil : try ReceivedRequest.ids(type, from: texts)
  }

  /// `page` and `limit`.
  func page() throws(StoreRefusal) -> PageRequest {
    try PageRequest(number: try number("page", standard: 1), limit: try number("limit", standard: StoreLimits.standardPageSize))
  }

  /// The `id:in` of customers; `nil` for no filter.
  func customerIDs() throws(StoreRefusal) -> [Int]? {
    try filter("id:in") { Int($0).map { $0 >= 1 } ?? false }?.compactMap { Int($0) }
  }

  /// `email:in`; `nil` for no filter.
  func emails() throws(StoreRefusal) -> [String]? { try filter("email:in", where: Self.isEmail) }

  /// Whether `include` asks for `shopper_profile_id`.
  func includesProfiles() throws(StoreRefusal) -> Bool {
    try filter("include", where: Self.customerParts.contains)?.contains("shopper_profile_id") ?? false
  }

  /// Whether a text could be an email: one `@` with text on both sides, no white space, no comma.
  static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains { $0.isWhitespace || $0 == "," }
  }

  private func number(_ name: String, standard: Int) throws(StoreRefusal) -> Int {
    guard let text = value(of: name) else { return standard }
    guard let number = Int(text) else { throw .invalidPage(parameter: name) }
    return number
  }

  /// The parts of a comma-separated parameter, which can occur several times.
  func values(of name: String) -> [String] {
    items.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
  }

  /// The values of a filter, `nil` for no filter; refuses invalid values, as the vendor does with 422.
  private func filter(_ name: String, where isValid: (String) -> Bool) throws(StoreRefusal) -> [String]? {
    let values = values(of: name)
    if let bad = values.first(where: { !isValid($0) }) { throw .invalidParameter(name: name, value: bad) }
    return values.isEmpty ? nil : values
  }

  /// Decodes percent signs, and `+` as a space as in forms; a stray percent sign stays.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
