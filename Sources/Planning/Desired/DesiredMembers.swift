package import SegmentModel

/// Who is to be in a segment: profiles, and customers who have none yet.
package struct DesiredMembers: Hashable, Sendable {
  package let profiles: MemberSet
  /// Customers for whom apply creates a profile, ascending and unique.
  package let withoutProfile: [CustomerID]
  /// Those of the profiles that stay if they are live and are never added: the last apply added them, and their customer is not found.
  package let kept: MemberSet

  package static let none = DesiredMembers(profiles: .empty, withoutProfile: [])

  /// - Parameters:
  ///   - profiles: The profiles.
  ///   - withoutProfile: Customers without one, in any order and with repetitions.
  ///   - kept: Further profiles, which stay if they are live.
  package init(profiles: MemberSet, withoutProfile: some Sequence<CustomerID>, kept: MemberSet = .empty) {
    self.profiles = profiles.union(kept)
    self.kept = kept.subtracting(profiles)
    self.withoutProfile = Set(withoutProfile).sorted()
  }

  /// How many members the segment will have.
  package var count: Int { profiles.count + withoutProfile.count }

  /// Those of either.
  func union(_ other: DesiredMembers) -> DesiredMembers {
    DesiredMembers(
      profiles: found.union(other.found),
      withoutProfile: withoutProfile + other.withoutProfile,
      kept: kept.union(other.kept)
    )
  }

  /// Those that the other does not have.
  func subtracting(_ other: DesiredMembers) -> DesiredMembers {
    let excluded = Set(other.withoutProfile)
    return DesiredMembers(
      profiles: found.subtracting(other.profiles),
      withoutProfile: withoutProfile.filter { !excluded.contains($0) },
      kept: kept.subtracting(other.profiles)
    )
  }

  private var found: MemberSet { profiles.subtracting(kept) }
}
