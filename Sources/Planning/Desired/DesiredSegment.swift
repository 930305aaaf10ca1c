package import Diagnostics
package import SegmentModel

/// A segment as the configuration wants it, with every member resolved.
package struct DesiredSegment: Hashable, Sendable {
  package let name: SegmentName
  /// The id of an existing segment that the declaration pins, which allows its name to change.
  package let pinnedID: SegmentID?
  /// The description to set; `nil` leaves the store's alone.
  package let description: String?
  package let mode: MembershipMode
  package let presence: SegmentPresence
  package private(set) var members: MemberSet
  /// Those of the members that stay if they are live and are never added.
  package let kept: MemberSet
  /// Customers to be members who have no profile yet, ascending and unique.
  package let withoutProfile: [CustomerID]
  /// Where the members come from, for the state to record; `nil` when that is not known.
  package let sources: MemberSources?
  package let limits: DeclaredLimits
  /// Whether the segment may be emptied.
  package let allowsEmpty: Bool
  /// Where the segment is declared.
  package let declaredAt: SourceRange?

  package init(
    name: SegmentName,
    pinnedID: SegmentID? = nil,
    description: String? = nil,
    mode: MembershipMode = .authoritative,
    presence: SegmentPresence = .present,
    members: MemberSet = .empty,
    kept: MemberSet = .empty,
    withoutProfile: [CustomerID] = [],
    sources: MemberSources? = nil,
    limits: DeclaredLimits = DeclaredLimits(),
    allowsEmpty: Bool = false,
    declaredAt: SourceRange? = nil
  ) {
    self.name = name
    self.pinnedID = pinnedID
    self.description = description
    self.mode = mode
    self.presence = presence
    self.members = members
    self.kept = kept
    self.withoutProfile = withoutProfile
    self.sources = sources
    self.limits = limits
    self.allowsEmpty = allowsEmpty
    self.declaredAt = declaredAt
  }

  /// The same, without the kept members who are not live: nobody is added because a look-up failed.
  func meeting(live: MemberSet) -> DesiredSegment {
    let absent = kept.subtracting(live)
    if absent.isEmpty { return self }
    var segment = self
    segment.members = members.subtracting(absent)
    return segment
  }
}

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
