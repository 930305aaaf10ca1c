package import Diagnostics
package import SegmentModel

/// A segment as the configuration declares it, with every member resolved.
package struct DesiredSegment: Hashable, Sendable {
  package let name: SegmentName
  /// The id that the declaration pins, so that the name may change.
  package var pinnedID: SegmentID?
  /// The description to set; `nil` keeps the store's description.
  package var description: String?
  package var mode = MembershipMode.authoritative
  package var presence = SegmentPresence.present
  package var members = MemberSet.empty
  /// Those of the members that stay if they are live, and are never added; see ``DesiredMembers/kept``.
  package var kept = MemberSet.empty
  /// Customers to add who have no profile yet, ascending and unique.
  package var withoutProfile: [CustomerID] = []
  /// The origin of the members, for the state to record; `nil` if it is not known.
  package var sources: MemberSources?
  package var limits = DeclaredLimits()
  package var allowsEmpty = false
  package var declaredAt: SourceRange?

  /// The segment without kept members that are not live: a failed look-up never adds a member.
  func meeting(live: MemberSet) -> DesiredSegment {
    let absent = kept.subtracting(live)
    if absent.isEmpty { return self }
    var segment = self
    segment.members = members.subtracting(absent)
    return segment
  }
}

extension DesiredSegment {
  /// A segment with default properties.
  package init(named name: SegmentName) { self.init(name: name) }
}

/// The desired members of a segment: profiles, and customers who have none yet.
package struct DesiredMembers: Hashable, Sendable {
  package let profiles: MemberSet
  /// Customers for whom apply creates a profile, ascending and unique.
  package let withoutProfile: [CustomerID]
  /// Those of the profiles that stay if they are live, and are never added.
  ///
  /// The last apply added them, but the store does not find their customer any more.
  package let kept: MemberSet

  package static let none = DesiredMembers(profiles: .empty, withoutProfile: [])

  /// `withoutProfile` may have any order and repetitions; `kept` are further profiles.
  package init(profiles: MemberSet, withoutProfile: some Sequence<CustomerID>, kept: MemberSet = .empty) {
    self.profiles = profiles.union(kept)
    self.kept = kept.subtracting(profiles)
    self.withoutProfile = Set(withoutProfile).sorted()
  }

  /// How many members the segment will have.
  package var count: Int { profiles.count + withoutProfile.count }

  func union(_ other: DesiredMembers) -> DesiredMembers {
    DesiredMembers(
      profiles: found.union(other.found),
      withoutProfile: withoutProfile + other.withoutProfile,
      kept: kept.union(other.kept)
    )
  }

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
