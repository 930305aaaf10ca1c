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
  package let members: MemberSet
  /// Customers to be members who have no profile yet, ascending and unique.
  package let withoutProfile: [CustomerID]
  /// How members came to be desired where it is not by the segment's own list.
  package let origins: MemberOrigins
  /// The segment's own removal limit; `nil` means ``RemovalLimit/standard``.
  package let maximumRemovals: RemovalLimit?
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
    withoutProfile: [CustomerID] = [],
    origins: MemberOrigins = .none,
    maximumRemovals: RemovalLimit? = nil,
    allowsEmpty: Bool = false,
    declaredAt: SourceRange? = nil
  ) {
    self.name = name
    self.pinnedID = pinnedID
    self.description = description
    self.mode = mode
    self.presence = presence
    self.members = members
    self.withoutProfile = withoutProfile
    self.origins = origins
    self.maximumRemovals = maximumRemovals
    self.allowsEmpty = allowsEmpty
    self.declaredAt = declaredAt
  }
}
