/// A segment as the state records it: what the last apply left.
package struct RecordedSegment: Hashable, Sendable {
  package let id: SegmentID
  /// The name under which it was declared.
  package let name: String
  package let mode: MembershipMode
  /// The members that this tool answers for: all declared ones of an authoritative segment, the ones it added of an additive one.
  package let members: MemberSet

  /// The members that the tool is known to have added.
  ///
  /// Of an authoritative segment that is not known of any: its declared members may have been there before.
  package var membersAddedByTool: MemberSet { mode == .additive ? members : .empty }

  package init(id: SegmentID, name: String, mode: MembershipMode, members: MemberSet) {
    self.id = id
    self.name = name
    self.mode = mode
    self.members = members
  }
}
