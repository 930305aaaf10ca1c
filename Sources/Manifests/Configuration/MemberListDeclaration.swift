import Diagnostics
import SegmentModel

/// An entry of `members_from`: a list of members that is kept in a file of its own.
struct MemberListDeclaration: Sendable {
  let request: MemberListRequest
  /// The days on which it counts.
  let validity: Validity
  /// Where the pattern stands.
  let range: SourceRange
}
