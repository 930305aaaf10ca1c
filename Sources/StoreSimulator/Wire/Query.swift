import SegmentModel

/// The query of a request, decoded.
struct Query: Sendable {
  /// Names and values in the order of the address, both percent-decoded; a name may come several times.
  let items: [(name: String, value: String)]

  /// - Parameter text: What follows the question mark; `nil` or empty for none.
  init(_ text: String?) {
    items = (text ?? "").split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
    }
  }

  /// The last value of a parameter; `nil` when it does not come.
  func value(of name: String) -> String? { items.last { $0.name == name }?.value }

  /// The ids of `id:in`: comma separated, in one parameter or several.
  ///
  /// A parameter without any id is no filter, so that a `DELETE` with `id:in=` means everything: what the vendor's does is not documented, and
  /// this is what would hurt.
  ///
  /// - Returns: `nil` for no filter.
  /// - Throws: ``StoreRefusal/invalidIDs(_:)``.
  func ids<ID: UUIDIdentifier>(_ type: ID.Type) throws(StoreRefusal) -> [ID]? {
    let texts = idTexts
    guard !texts.isEmpty else { return nil }
    let invalid = texts.filter { ID($0) == nil }
    guard invalid.isEmpty else { throw .invalidIDs(invalid) }
    return texts.compactMap { ID($0) }
  }

  /// The pieces of `id:in` as they were sent, valid or not.
  var idTexts: [String] {
    items.filter { $0.name == "id:in" }.flatMap { $0.value.split(separator: ",").map(String.init) }
  }

  /// `page` and `limit`.
  ///
  /// - Throws: ``StoreRefusal/invalidPage(parameter:)``.
  var page: PageRequest {
    get throws(StoreRefusal) {
      try PageRequest(
        number: try number("page", standard: 1),
        limit: try number("limit", standard: StoreLimits.standardPageSize)
      )
    }
  }

  private func number(_ name: String, standard: Int) throws(StoreRefusal) -> Int {
    guard let text = value(of: name) else { return standard }
    guard let number = Int(text) else { throw .invalidPage(parameter: name) }
    return number
  }

  /// Percent-decoded, and with `+` for blanks as in forms; a stray percent sign stays.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"):
        bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        if rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
          bytes.append(value)
          rest = rest.dropFirst(2)
        } else {
          bytes.append(byte)
        }
      default:
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
