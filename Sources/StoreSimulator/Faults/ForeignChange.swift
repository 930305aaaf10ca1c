package import SegmentModel

/// A change that another writer made, not one of the requests.
package struct ForeignChange: Hashable, Sendable {
  package let kind: Kind
  /// `nil` for changes to profiles themselves.
  package let segment: SegmentID?
  /// `nil` for changes to segments themselves.
  package let profile: ShopperProfileID?
  /// How many requests had come by then: it happened during the last of them, or after it.
  package let afterRequests: Int

  /// What was done.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case memberAdded = "member-added"
    case memberRemoved = "member-removed"
    case segmentCreated = "segment-created"
    case segmentDeleted = "segment-deleted"
    case profileCreated = "profile-created"
    case profileDeleted = "profile-deleted"
  }
}
