/// A registered customer as the store keeps it.
package struct StoredCustomer: Hashable, Sendable {
  /// 1 or more, unique in the store.
  package let id: Int
  /// As it was registered; compared without regard to case, and so unique in the store.
  package let email: String

  package init(id: Int, email: String) {
    self.id = id
    self.email = email
  }

  /// The email of the customer with a number, where nobody gave another: `customer7@example.com`.
  package static func numberedEmail(_ id: Int) -> String { "customer\(id)@example.com" }
}
