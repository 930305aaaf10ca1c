package import SegmentModel

/// A shopper profile as the store keeps it: one to one with a registered customer.
package struct StoredProfile: Hashable, Sendable {
  package let id: ShopperProfileID
  /// 1 or more, unique in the store.
  package let customerID: Int
  /// Also when it was last updated: nothing of a profile can change.
  package let createdAt: Timestamp

  package init(id: ShopperProfileID, customerID: Int, createdAt: Timestamp) {
    self.id = id
    self.customerID = customerID
    self.createdAt = createdAt
  }

  /// The id of the profile with a number: `00000000-0000-4000-8000-` and twelve hexadecimal digits, readable in a failing test.
  ///
  /// - Parameter number: 1 to 2⁴⁸ − 1; larger ones lose their upper digits.
  /// - Returns: The id.
  package static func numberedID(_ number: Int) -> ShopperProfileID {
    let digits = UInt64(truncatingIfNeeded: number) & 0xFFFF_FFFF_FFFF
    return ShopperProfileID(bits: UUIDBits(high: 0x4000, low: 0x8000_0000_0000_0000 | digits))
  }
}
