/// A segment as the state records it: what the last apply left.
package struct RecordedSegment: Hashable, Sendable {
  package let id: SegmentID
  /// The name under which it was declared.
  package let name: String
  package let mode: MembershipMode
  /// The members that this tool answers for: all declared ones of an authoritative segment, the ones it added of an additive one.
  package let members: MemberSet
  /// Members whose addition or removal was never acknowledged, or was acknowledged and not listed: the next listing shows whether they are
  /// members, and if not it is no one else's doing. Some may be among ``members`` too.
  package let unconfirmed: MemberSet

  /// The members that the tool is known to have added.
  ///
  /// Of an authoritative segment that is not known of any: its declared members may have been there before.
  package var membersAddedByTool: MemberSet { mode == .additive ? members : .empty }

  package init(id: SegmentID, name: String, mode: MembershipMode, members: MemberSet, unconfirmed: MemberSet = .empty) {
    self.id = id
    self.name = name
    self.mode = mode
    self.members = members
    self.unconfirmed = unconfirmed
  }

  /// The record once the live members are known, which settle what was unconfirmed.
  ///
  /// Linear.
  package func settled(by live: MemberSet) -> RecordedSegment {
    if unconfirmed.isEmpty { return self }
    let settled = members.subtracting(unconfirmed).union(unconfirmed.intersection(live))
    return RecordedSegment(id: id, name: name, mode: mode, members: settled)
  }
}
