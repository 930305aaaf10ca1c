/// The registered customers of a store.
///
/// Only emails that somebody gave are kept; all others follow from the number, so that a store of a million costs 8 MB.
struct CustomerBook: Sendable {
  /// Ascending and unique.
  private(set) var ids: [Int] = []
  private var emails: [Int: String] = [:]
  /// By the email in lower case; those that follow from the number are not in it.
  private var idsByEmail: [String: Int] = [:]

  /// Whether the customer is registered: O(log customers).
  func contains(_ id: Int) -> Bool {
    let place = place(of: id)
    return place < ids.count && ids[place] == id
  }

  /// The customer; `nil` when it is not registered.
  func customer(_ id: Int) -> StoredCustomer? {
    contains(id) ? StoredCustomer(id: id, email: emails[id] ?? StoredCustomer.numberedEmail(id)) : nil
  }

  /// The customer with this email, compared without regard to case.
  func id(withEmail email: String) -> Int? {
    let lowered = email.lowercased()
    if let id = idsByEmail[lowered] { return id }
    guard let id = Self.number(ofEmail: lowered), emails[id] == nil, contains(id) else { return nil }
    return id
  }

  /// Registers a customer without an email of its own; one that is registered stays as it is.
  mutating func register(_ id: Int) {
    let place = place(of: id)
    if place == ids.count || ids[place] != id { ids.insert(id, at: place) }
  }

  /// Registers a customer, or gives one that is registered this email; it must be free.
  mutating func register(_ customer: StoredCustomer) {
    register(customer.id)
    if let old = emails[customer.id] { idsByEmail[old.lowercased()] = nil }
    let isNumbered = customer.email == StoredCustomer.numberedEmail(customer.id)
    emails[customer.id] = isNumbered ? nil : customer.email
    if !isNumbered { idsByEmail[customer.email.lowercased()] = customer.id }
  }

  /// Whether the customer's email is more than its number tells.
  func hasOwnEmail(_ id: Int) -> Bool { emails[id] != nil }

  /// Where the id is, or belongs.
  private func place(of id: Int) -> Int { ids.firstPosition { $0 >= id } }

  private static func number(ofEmail email: String) -> Int? {
    let (start, end) = ("customer", "@example.com")
    guard email.hasPrefix(start), email.hasSuffix(end) else { return nil }
    guard let number = Int(email.dropFirst(start.count).dropLast(end.count)) else { return nil }
    return StoredCustomer.numberedEmail(number) == email ? number : nil
  }
}
