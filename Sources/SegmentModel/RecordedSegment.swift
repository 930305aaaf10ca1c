/// A segment as the store lists it now, without its members.
package struct LiveSegment: Hashable, Sendable {
  package let id: SegmentID
  package let name: String
  /// Empty when there is none.
  package let description: String

  package init(id: SegmentID, name: String, description: String) {
    self.id = id
    self.name = name
    self.description = description
  }
}

/// A segment as the state records it: what the last apply left.
package struct RecordedSegment: Hashable, Sendable {
  package let id: SegmentID
  /// The name under which it was declared.
  package let name: String
  package let mode: MembershipMode
  /// The members that this tool answers for: all declared ones of an authoritative segment, the ones it added of an additive one.
  package private(set) var members: MemberSet
  /// Members whose addition or removal was never acknowledged, or was acknowledged and not listed: the next listing
  /// shows whether they are members, and if not it is no one else's doing.
  ///
  /// Some may be among ``members`` too.
  package private(set) var unconfirmed: MemberSet
  /// Where the members came from; `nil` when a release that did not record that wrote it.
  package let sources: MemberSources?
  /// How many members were live lately.
  package let history: LiveHistory
  /// How many members the segment was to have after an apply that did not finish; `nil` after one that did.
  ///
  /// A run that goes on up to there lets nobody in whom nobody has approved.
  package let intendedCount: Int?

  /// The members that the tool is known to have added.
  ///
  /// Of an authoritative segment that is not known of any: its declared members may have been there before.
  package var membersAddedByTool: MemberSet { mode == .additive ? members : .empty }

  package init(
    id: SegmentID,
    name: String,
    mode: MembershipMode,
    members: MemberSet,
    unconfirmed: MemberSet = .empty,
    sources: MemberSources? = nil,
    history: LiveHistory = LiveHistory(),
    intendedCount: Int? = nil
  ) {
    self.id = id
    self.name = name
    self.mode = mode
    self.members = members
    self.unconfirmed = unconfirmed
    self.sources = sources
    self.history = history
    self.intendedCount = intendedCount
  }

  /// The record once the live members are known, which settle what was unconfirmed.
  ///
  /// Linear.
  package func settled(by live: MemberSet) -> RecordedSegment {
    if unconfirmed.isEmpty { return self }
    var settled = self
    settled.members = members.subtracting(unconfirmed).union(unconfirmed.intersection(live))
    settled.unconfirmed = .empty
    return settled
  }
}
