extension Query {
  /// What `include` may name: the values of customers.v3.yml.
  private static let customerParts: Set<String> = [
    "addresses", "storecredit", "attributes", "formfields", "shopper_profile_id", "segment_ids",
  ]

  /// `id:in` and `email:in` of customers: comma separated, in one parameter or several.
  ///
  /// As with ids of segments, a parameter without any value is no filter.
  ///
  /// - Throws: ``StoreRefusal/invalidParameter(name:value:)``, which the vendor answers with 422.
  var customerFilter: CustomerFilter {
    get throws(StoreRefusal) {
      let ids = values(of: "id:in")
      if let bad = ids.first(where: { Int($0).map { $0 < 1 } ?? true }) { throw .invalidParameter(name: "id:in", value: bad) }
      let emails = values(of: "email:in")
      if let bad = emails.first(where: { !Self.isEmail($0) }) { throw .invalidParameter(name: "email:in", value: bad) }
      return CustomerFilter(ids: ids.isEmpty ? nil : ids.compactMap { Int($0) }, emails: emails.isEmpty ? nil : emails)
    }
  }

  /// Whether `include` asks for `shopper_profile_id`.
  ///
  /// - Throws: ``StoreRefusal/invalidParameter(name:value:)``.
  var includesProfiles: Bool {
    get throws(StoreRefusal) {
      let parts = values(of: "include")
      if let bad = parts.first(where: { !Self.customerParts.contains($0) }) {
        throw .invalidParameter(name: "include", value: bad)
      }
      return parts.contains("shopper_profile_id")
    }
  }

  /// Whether a text could be an email: one `@` with something on both sides, no blank, no comma.
  static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains { $0.isWhitespace || $0 == "," }
  }

  /// The pieces of a comma separated parameter; none when it does not come.
  private func values(of name: String) -> [String] {
    items.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
  }
}
