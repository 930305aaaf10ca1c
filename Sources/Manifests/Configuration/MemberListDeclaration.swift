import Diagnostics
import SegmentModel

/// An entry of `members_from`: a list of members that is kept in a file of its own.
struct MemberListDeclaration: Sendable {
  /// A path or a pattern of paths, relative to the manifest's folder.
  let pattern: String
  /// The column of a CSV file; `nil` leaves it to its header.
  let column: String?
  /// What the ids of the list are; `nil` leaves it to the column.
  let kind: MemberListKind?
  /// How many different members the list must have at least.
  let minimum: Int?
  /// How many different members it may have at most.
  let maximum: Int?
  /// The days on which it counts.
  let validity: Validity
  /// Where the pattern stands.
  let range: SourceRange
}
