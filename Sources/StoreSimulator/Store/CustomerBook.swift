/// The registered customers of a store.
///
/// Only emails that differ from ``StoredCustomer/numberedEmail(_:)`` are kept, so a store of a million customers
/// costs 8 MB.
struct CustomerBook: Sendable {
  private var registered = SortedIDs<Int>()
  private var emails: [Int: String] = [:]
  /// By the email in lower case; emails that follow from the number are not in it.
  private var idsByEmail: [String: [Int]] = [:]

  /// Ascending and unique.
  var ids: [Int] { registered.ids }

  func contains(_ id: Int) -> Bool { registered.contains(id) }

  /// The customer; `nil` when it is not registered.
  func customer(_ id: Int) -> StoredCustomer? {
    contains(id) ? StoredCustomer(id: id, email: emails[id] ?? StoredCustomer.numberedEmail(id)) : nil
  }

  /// The customers with this email: compared byte by byte, or without regard to case.
  func ids(withEmail email: String, isExact: Bool = false) -> [Int] {
    let lowered = email.lowercased()
    var ids = idsByEmail[lowered] ?? []
    let digits = lowered.dropFirst("customer".count).prefix { $0 != "@" }
    if let id = Int(digits), StoredCustomer.numberedEmail(id) == lowered, !hasOwnEmail(id), contains(id) { ids.append(id) }
    return isExact ? ids.filter { customer($0)?.email.utf8.elementsEqual(email.utf8) ?? false } : ids
  }

  /// Registers a customer without an email of its own; a registered customer stays as it is.
  mutating func register(_ id: Int) { _ = registered.insert(id) }

  /// Registers a customer, or changes the email of a registered one.
  ///
  /// Customers may share an email, as in stores with several storefronts.
  mutating func register(_ customer: StoredCustomer) {
    register(customer.id)
    if let old = emails[customer.id] { idsByEmail[old.lowercased()]?.removeAll { $0 == customer.id } }
    let isNumbered = customer.email == StoredCustomer.numberedEmail(customer.id)
    emails[customer.id] = isNumbered ? nil : customer.email
    if !isNumbered { idsByEmail[customer.email.lowercased(), default: []].append(customer.id) }
  }

  /// Makes the store find the customer neither by number nor by email; a profile of theirs stays.
  mutating func forget(_ id: Int) {
    if let email = emails.removeValue(forKey: id) { idsByEmail[email.lowercased()]?.removeAll { $0 == id } }
    _ = registered.remove(id)
  }

  /// Whether the customer's email does not follow from its number.
  func hasOwnEmail(_ id: Int) -> Bool { emails[id] != nil }
}
