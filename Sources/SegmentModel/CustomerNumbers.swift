/// The customer numbers of a set of profiles, as far as they are known; 20 bytes per profile.
///
/// Listings and look-ups name the customer of each profile. Reports show that number, because people do not read UUIDs.
package struct CustomerNumbers: Hashable, Sendable {
  /// The profiles, whether or not their customer is known.
  package let profiles: MemberSet
  /// The customer number of each profile; 0 if it is not known.
  private var numbers: [Int32]

  package static let none = CustomerNumbers(of: .empty)

  /// The profiles, with no customer known yet.
  package init(of profiles: MemberSet) {
    self.profiles = profiles
    numbers = Array(repeating: 0, count: profiles.count)
  }

  /// The customer of a profile; `nil` if it is not known.
  ///
  /// O(log n).
  package subscript(profile: ShopperProfileID) -> CustomerID? {
    profiles.index(of: profile).flatMap { CustomerID(numbers[$0]) }
  }

  /// Takes over every number that `other` knows.
  ///
  /// O(m log n) for m profiles of `other`.
  package mutating func learn(from other: CustomerNumbers) {
    if profiles.isEmpty { return }
    for (profile, number) in zip(other.profiles, other.numbers) where number != 0 { learn(number, of: profile) }
  }

  /// Sets the customer of a profile; ignores a profile outside the set.
  package mutating func learn(_ customer: CustomerID, of profile: ShopperProfileID) { learn(customer.number, of: profile) }

  private mutating func learn(_ number: Int32, of profile: ShopperProfileID) {
    if let index = profiles.index(of: profile) { numbers[index] = number }
  }
}
