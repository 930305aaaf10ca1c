package import SegmentModel

/// A segment as the store lists it now, without its members.
package struct LiveSegment: Hashable, Sendable {
  package let id: SegmentID
  package let name: String
  package let description: String

  package init(id: SegmentID, name: String, description: String) {
    self.id = id
    self.name = name
    self.description = description
  }
}

/// A segment as the state recorded it at the last apply.
package struct RecordedSegment: Hashable, Sendable {
  package let id: SegmentID
  package let name: String
  package let mode: MembershipMode
  /// The members that this tool answers for: all declared ones of an authoritative segment, the ones it added of an additive one.
  package let members: MemberSet

  package init(id: SegmentID, name: String, mode: MembershipMode, members: MemberSet) {
    self.id = id
    self.name = name
    self.mode = mode
    self.members = members
  }
}
