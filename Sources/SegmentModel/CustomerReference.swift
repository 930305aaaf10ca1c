/// What a manifest names a customer by.
package enum CustomerReference: Hashable, Sendable {
  case id(CustomerID)
  case email(EmailAddress)
}
