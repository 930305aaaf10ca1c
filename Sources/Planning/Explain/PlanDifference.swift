package import SegmentModel

/// How two plans differ in what they would do.
package struct PlanDifference: Hashable, Sendable {
  package struct Segment: Hashable, Sendable {
    package let name: SegmentName
    /// `nil` if the old plan does not list the segment.
    package let oldActions: [PlannedAction]?
    /// `nil` if the new plan does not list the segment.
    package let newActions: [PlannedAction]?
    /// `nil` if both plans do the same to the segment itself.
    package let oldChange: SegmentChange?
    package let newChange: SegmentChange?
    /// Additions that only the new plan has, including customers without a profile.
    package let newAdditions: MemberNotes
    package let droppedAdditions: MemberNotes
    package let newRemovals: MemberNotes
    package let droppedRemovals: MemberNotes
    /// The number of live members when the old plan was made.
    package let oldLiveCount: Int?
    package let newLiveCount: Int?
    /// Whether the plans were made from different live members, whatever their counts.
    package let isMadeFromOtherMembers: Bool
  }

  package let segments: [Segment]
  package let isOtherStore: Bool
  /// `nil` if that cannot be known: an earlier release made one of the plans.
  package let isOtherConfiguration: Bool?

  /// O(members of both plans).
  package init(from old: Plan, to new: Plan) {
    isOtherStore = old.header.store != new.header.store
    isOtherConfiguration = ConfigurationDigest.differ(old.header.configurationDigest, new.header.configurationDigest)
    let oldByName = old.segments.keyed(by: \.name)
    let newByName = new.segments.keyed(by: \.name)
    segments = Set(oldByName.keys).union(newByName.keys).sorted().compactMap { name in
      Segment(name: name, old: oldByName[name], new: newByName[name])
    }
  }

  /// Whether the new plan does nothing that the old plan does not do.
  ///
  /// What is left of a partly applied plan is such a plan.
  package var isRest: Bool { !isOtherStore && segments.allSatisfy(\.isRest) }

  /// Whether both plans do the same to the same members.
  package var isEmpty: Bool { segments.isEmpty && !isOtherStore }
}

extension PlanDifference.Segment {
  fileprivate var isRest: Bool {
    let changesSegment =
      switch newChange {
      case nil, .keep, .stayAbsent: false
      case .create, .update, .delete: true
      }
    // A customer of the old plan may have a profile now.
    let created = Set(droppedAdditions.newProfiles)
    let isNew = newAdditions.indices().contains { index in newAdditions[index].customer.map { !created.contains($0) } ?? true }
    return !changesSegment && !isNew && newRemovals.count == 0
  }

  /// `nil` if there is no difference.
  fileprivate init?(name: SegmentName, old: SegmentPlan?, new: SegmentPlan?) {
    let isMadeFromOtherMembers = old != nil && new != nil && old?.live != new?.live
    newAdditions = Self.additions(of: new, notIn: old)
    droppedAdditions = Self.additions(of: old, notIn: new)
    newRemovals = Self.removals(of: new, notIn: old)
    droppedRemovals = Self.removals(of: old, notIn: new)
    let changed = [newAdditions, droppedAdditions, newRemovals, droppedRemovals]
    if old?.change == new?.change, !isMadeFromOtherMembers, changed.allSatisfy({ $0.count == 0 }) { return nil }
    self.name = name
    oldActions = old?.actions
    newActions = new?.actions
    oldChange = old?.change == new?.change ? nil : old?.change
    newChange = old?.change == new?.change ? nil : new?.change
    oldLiveCount = old?.live.count
    newLiveCount = new?.live.count
    self.isMadeFromOtherMembers = isMadeFromOtherMembers
  }

  private static func additions(of plan: SegmentPlan?, notIn other: SegmentPlan?) -> MemberNotes {
    guard let plan else { return MemberNotes(.empty, cause: .listed) }
    let others = Set(other?.newProfiles ?? [])
    return plan.notes.additions.restricted(
      to: plan.add.subtracting(other?.add ?? .empty),
      newProfiles: plan.newProfiles.filter { !others.contains($0) }
    )
  }

  private static func removals(of plan: SegmentPlan?, notIn other: SegmentPlan?) -> MemberNotes {
    guard let plan else { return MemberNotes(.empty, cause: .undeclared) }
    return plan.notes.removals.restricted(to: plan.remove.subtracting(other?.remove ?? .empty))
  }
}
