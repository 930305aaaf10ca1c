package import Diagnostics
package import SegmentModel

/// What all manifests of a run declare together.
package struct Configuration: Sendable {
  /// The declared segments by name; no name and no pinned id twice.
  package let segments: [SegmentDeclaration]
  /// The manifests, as the user named them, in the order in which they were read.
  package let files: [String]
}

/// A segment as a manifest declares it, its manifest's defaults filled in.
package struct SegmentDeclaration: Sendable {
  package let name: SegmentName
  /// The id of an existing segment that is meant, whatever it is called now.
  package let id: SegmentID?
  /// `nil` leaves the store's description alone.
  package let description: String?
  package let mode: MembershipMode
  package let presence: SegmentPresence
  package let members: MemberSet
  /// Where each member is declared.
  package let places: MemberPlaces
  /// How many members may be removed; `nil` when neither the segment nor its manifest says.
  package let removalLimit: RemovalLimit?
  package let allowsEmpty: Bool
  /// Where the segment's name stands.
  package let range: SourceRange
}
