package import SegmentModel

/// A registered customer as the store has it.
package struct StoreCustomer: Hashable, Sendable {
  package let id: CustomerID
  /// `nil` when the store tells none, or one that is no email.
  package let email: EmailAddress?
  /// `nil` when the customer has no shopper profile, and so can be in no segment.
  package let profileID: ShopperProfileID?

  init(_ wire: WireCustomer) {
    id = wire.id.id
    email = wire.email.flatMap { EmailAddress($0) }
    profileID = wire.profileID?.id
  }
}
