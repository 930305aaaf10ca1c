package import SegmentModel

/// Who is to be in a segment: profiles, and customers who have none yet.
package struct DesiredMembers: Hashable, Sendable {
  package let profiles: MemberSet
  /// Customers for whom apply creates a profile, ascending and unique.
  package let withoutProfile: [CustomerID]

  package static let none = DesiredMembers(profiles: .empty, withoutProfile: [])

  /// - Parameters:
  ///   - profiles: The profiles.
  ///   - withoutProfile: Customers without one, in any order and with repetitions.
  package init(profiles: MemberSet, withoutProfile: some Sequence<CustomerID>) {
    self.profiles = profiles
    self.withoutProfile = Set(withoutProfile).sorted()
  }

  /// How many members the segment will have.
  package var count: Int { profiles.count + withoutProfile.count }

  /// Those of either.
  func union(_ other: DesiredMembers) -> DesiredMembers {
    DesiredMembers(profiles: profiles.union(other.profiles), withoutProfile: withoutProfile + other.withoutProfile)
  }

  /// Those that the other does not have.
  func subtracting(_ other: DesiredMembers) -> DesiredMembers {
    let excluded = Set(other.withoutProfile)
    return DesiredMembers(
      profiles: profiles.subtracting(other.profiles),
      withoutProfile: withoutProfile.filter { !excluded.contains($0) }
    )
  }
}
