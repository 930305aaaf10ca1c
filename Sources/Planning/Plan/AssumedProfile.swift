package import SegmentModel

/// What a cache says of a customer, and a plan relies on.
package struct AssumedProfile: Hashable, Sendable {
  package let customer: CustomerID
  package let profile: ShopperProfileID

  package init(customer: CustomerID, profile: ShopperProfileID) {
    self.customer = customer
    self.profile = profile
  }
}
