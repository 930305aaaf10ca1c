package import SegmentModel

/// How one plan differs from another in what it would do.
package struct PlanDifference: Hashable, Sendable {
  /// What is planned of a segment in one of the plans and not in the other.
  package struct Segment: Hashable, Sendable {
    package let name: SegmentName
    /// What the old plan does to the segment itself; `nil` when it does not list the segment.
    package let oldActions: [PlannedAction]?
    /// The same of the new plan.
    package let newActions: [PlannedAction]?
    /// Additions that only the new plan has.
    package let newAdditions: MemberSet
    /// Additions that only the old plan has.
    package let droppedAdditions: MemberSet
    /// Customers that only the new plan adds, creating their profile.
    package let addedProfiles: [CustomerID]
    /// Customers that only the old plan adds, creating their profile.
    package let droppedProfiles: [CustomerID]
    /// Removals that only the new plan has.
    package let newRemovals: MemberSet
    /// Removals that only the old plan has.
    package let droppedRemovals: MemberSet
    /// Live members when each plan was made.
    package let oldLiveCount: Int?
    package let newLiveCount: Int?
    /// Whether the live members, the segment's change or its declaration are others, whatever the counts say.
    package let isMadeFromOtherMembers: Bool
  }

  /// The segments that differ, by name.
  package let segments: [Segment]
  /// Whether the plans are for two stores.
  package let isOtherStore: Bool
  /// Whether the manifests declared something else.
  package let isOtherConfiguration: Bool

  /// Linear in the members of both plans.
  package init(from old: Plan, to new: Plan) {
    isOtherStore = old.header.store != new.header.store
    isOtherConfiguration = old.header.configurationDigest != new.header.configurationDigest
    let oldByName = Dictionary(old.segments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let newByName = Dictionary(new.segments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    segments = Set(oldByName.keys).union(newByName.keys).sorted().compactMap { name in
      Segment(name: name, old: oldByName[name], new: newByName[name])
    }
  }

  /// Whether applying either plan does the same, from the same members.
  package var isEmpty: Bool { segments.isEmpty && !isOtherStore }
}

extension PlanDifference.Segment {
  /// `nil` when there is no difference.
  fileprivate init?(name: SegmentName, old: SegmentPlan?, new: SegmentPlan?) {
    let add = (new?.add ?? .empty).difference(from: old?.add ?? .empty)
    let remove = (new?.remove ?? .empty).difference(from: old?.remove ?? .empty)
    let isMadeFromOtherMembers = old != nil && new != nil && old?.live != new?.live
    let newProfiles = Set(new?.newProfiles ?? [])
    let oldProfiles = Set(old?.newProfiles ?? [])
    if old?.change == new?.change, newProfiles == oldProfiles, add.added.isEmpty, add.removed.isEmpty, remove.added.isEmpty,
      remove.removed.isEmpty,
      !isMadeFromOtherMembers
    {
      return nil
    }
    self.name = name
    oldActions = old?.actions
    newActions = new?.actions
    newAdditions = add.added
    addedProfiles = newProfiles.subtracting(oldProfiles).sorted()
    droppedProfiles = oldProfiles.subtracting(newProfiles).sorted()
    droppedAdditions = add.removed
    newRemovals = remove.added
    droppedRemovals = remove.removed
    oldLiveCount = old?.live.count
    newLiveCount = new?.live.count
    self.isMadeFromOtherMembers = isMadeFromOtherMembers
  }
}
