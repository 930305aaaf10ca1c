/// A segment as the store lists it now, without its members.
package struct LiveSegment: Hashable, Sendable {
  package let id: SegmentID
  package let name: String
  /// Empty for a segment without one.
  package let description: String
  /// When the segment was last updated, as the store writes it; `nil` if the store does not say.
  ///
  /// The vendor does not document whether a change of members counts.
  package let updatedAt: String?

  package init(id: SegmentID, name: String, description: String, updatedAt: String? = nil) {
    self.id = id
    self.name = name
    self.description = description
    self.updatedAt = updatedAt
  }
}

/// A segment as the state records it: what the last apply left.
package struct RecordedSegment: Hashable, Sendable {
  package let id: SegmentID
  /// The name under which it was declared.
  package var name: String
  package let mode: MembershipMode
  /// The members that this tool manages: all declared members of an authoritative segment, those it added to an
  /// additive one.
  package var members: MemberSet
  /// Members whose addition or removal was not acknowledged, or was acknowledged but not seen in a listing.
  ///
  /// The next listing shows whether they are members. If they are not, that is not drift. Some may also be in
  /// ``members``.
  package var unconfirmed: MemberSet
  /// Where the members came from; `nil` if an older release wrote the record.
  package var sources: MemberSources?
  package let history: LiveHistory
  /// How many members the segment should have had after an apply that did not finish; `nil` after one that did.
  ///
  /// A run that continues up to this number adds only members that were approved.
  package var intendedCount: Int?
  /// How many members the last apply saw; `nil` if it did not see its changes, or an older release wrote the record.
  package var liveCount: Int?

  /// The members that this tool is known to have added.
  ///
  /// Empty for an authoritative segment, whose declared members may have been there before.
  package var membersAddedByTool: MemberSet { mode == .additive ? members : .empty }

  package init(
    id: SegmentID,
    name: String,
    mode: MembershipMode,
    members: MemberSet,
    unconfirmed: MemberSet = .empty,
    sources: MemberSources? = nil,
    history: LiveHistory = LiveHistory(),
    intendedCount: Int? = nil,
    liveCount: Int? = nil
  ) {
    self.id = id
    self.name = name
    self.mode = mode
    self.members = members
    self.unconfirmed = unconfirmed
    self.sources = sources
    self.history = history
    self.intendedCount = intendedCount
    self.liveCount = liveCount
  }

  /// The record once a listing has shown which unconfirmed members are there.
  package func settled(by live: MemberSet) -> RecordedSegment {
    if unconfirmed.isEmpty { return self }
    var settled = self
    settled.members = members.subtracting(unconfirmed).union(unconfirmed.intersection(live))
    settled.unconfirmed = .empty
    return settled
  }
}
