package import SegmentModel

/// Compares a saved plan with the store as it is now.
///
/// The plan has only a fingerprint of the live members that it was made from. That is enough: every member that it adds
/// was absent then, and every member that it removes was live. If undoing the planned changes gives a set with another
/// fingerprint, someone changed members that the plan does not list.
package enum SavedPlanCheck {
  package struct Result: Hashable, Sendable {
    /// The remaining changes, never more than the saved plan lists.
    package let remaining: SegmentPlan
    /// Planned additions that are live already.
    package let alreadyAdded: Int
    /// Planned removals that are not live any more.
    package let alreadyRemoved: Int
    /// Whether the planned creation, update or deletion of the segment is done already.
    package let isSegmentChangeDone: Bool
    /// Why the plan is stale for this segment; `nil` if it is not.
    package private(set) var staleness: Staleness?

    /// Whether a person may continue in spite of the staleness: the segment must exist and must not be deleted.
    ///
    /// A deletion removes memberships that no plan lists one by one, so it is only for the segment that was reviewed.
    package var canBeAccepted: Bool {
      switch staleness {
      case .segmentGone, .superseded, .historyForgotten: return false
      default: break
      }
      if case .delete = remaining.change { return false }
      return true
    }

    /// The result if this plan was completely applied to the segment before: something has undone a part.
    package var afterCarryingOut: Result {
      guard staleness == nil, remaining.hasChanges else { return self }
      var result = self
      result.staleness = .undone
      return result
    }
  }

  /// Why a saved plan no longer fits a segment.
  package enum Staleness: Hashable, Sendable {
    /// Members changed that the plan does not list; the counts of live members when it was made, and now.
    case membersChanged(then: Int, now: Int)
    case segmentGone(SegmentID)
    /// The name of the segment is neither the old nor the new name in the plan.
    case renamed(expected: String, found: String)
    /// The description of the segment is neither the old nor the new one in the plan.
    case descriptionChanged
    /// The plan creates a segment that exists now and has members that the plan does not add.
    case appeared(live: Int)
    /// Another apply has changed the segment: its serial, the serial in the plan, and the plan that it applied.
    case superseded(serial: Int, planned: Int, by: PlanID?)
    /// The state no longer records which applies changed the segment since the plan was made.
    case historyForgotten(knownSince: Int, planned: Int)
    /// The plan was applied before, and something outside segapply has undone a part of it.
    case undone
  }

  /// What remains of a planned segment, what is done, and whether the plan is stale.
  ///
  /// The additions of `saved` include customers whose profile exists now. `live` is the segment with the planned id, or
  /// with the planned name if the plan creates it. `members` is empty for a segment that does not exist.
  package static func check(_ saved: SegmentPlan, live: LiveSegment?, members: MemberSet) -> Result {
    let add = saved.add.subtracting(members)
    let remove = saved.remove.intersection(members)
    let then = members.subtracting(saved.add).union(saved.remove)
    let hasOtherMembers = LiveFingerprint(of: then) != saved.live
    let (change, staleness) = remainder(of: saved, live: live, liveCount: members.count, hasOtherMembers: hasOtherMembers)
    var remaining = saved
    remaining.change = change
    remaining.add = add
    remaining.remove = remove
    remaining.live = LiveFingerprint(of: members)
    remaining.drift = nil
    (remaining.recentLive, remaining.takesOver) = (0, false)
    if staleness != nil { remaining.judgeOwnChanges() }
    return Result(
      remaining: remaining,
      alreadyAdded: saved.add.count - add.count,
      alreadyRemoved: saved.remove.count - remove.count,
      isSegmentChangeDone: saved.change.isWrite && !change.isWrite,
      staleness: staleness
    )
  }

  /// What remains to do with the segment itself, and whether the plan is stale.
  private static func remainder(
    of saved: SegmentPlan,
    live: LiveSegment?,
    liveCount: Int,
    hasOtherMembers: Bool
  ) -> (SegmentChange, Staleness?) {
    let name = saved.name.text
    let changed = hasOtherMembers ? Staleness.membersChanged(then: saved.live.count, now: liveCount) : nil
    switch (saved.change, live) {
    case (.create, nil), (.stayAbsent, nil):
      return (saved.change, changed)
    case (.create(let description), let live?):
      // An interrupted run or someone else created it.
      let difference = live.description == description ? nil : SegmentUpdate.Change(from: live.description, to: description)
      let update = SegmentUpdate(name: nil, description: difference)
      return (
        update.map { .update(live.id, $0) } ?? .keep(live.id),
        hasOtherMembers ? .appeared(live: liveCount) : difference.map { _ in .descriptionChanged }
      )
    case (.stayAbsent, .some):
      return (.stayAbsent, .appeared(live: liveCount))
    case (.delete, nil):
      return (.stayAbsent, nil)
    case (.keep(let id), nil), (.update(let id, _), nil):
      return (saved.change, .segmentGone(id))
    case (.keep, let live?), (.delete, let live?):
      return (saved.change, live.name == name ? changed : .renamed(expected: name, found: live.name))
    case (.update(let id, let update), let live?):
      let remaining = SegmentUpdate(
        name: live.name == name ? nil : update.name,
        description: live.description == update.description?.to ? nil : update.description
      )
      var staleness = changed
      let oldName = update.name?.from ?? name
      if ![oldName, name].contains(live.name) { staleness = .renamed(expected: oldName, found: live.name) }
      if let description = update.description, ![description.from, description.to].contains(live.description) {
        staleness = .descriptionChanged
      }
      return (remaining.map { .update(id, $0) } ?? .keep(id), staleness)
    }
  }
}

extension SegmentChange {
  /// Whether the segment itself is created, updated or deleted.
  package var isWrite: Bool {
    switch self {
    case .create, .update, .delete: true
    case .keep, .stayAbsent: false
    }
  }
}

/// What applies have changed since a saved plan was made, according to the state.
package struct PlanBase: Sendable {
  private let plan: PlanID
  private let serial: Int
  /// The plan took the changes of this run into account.
  private let foldedRun: String?
  private let history: SegmentHistory

  /// `history` is the state's record of applies; empty without a state.
  package init(of plan: Plan, history: SegmentHistory) {
    self.plan = plan.id
    serial = plan.header.state?.serial ?? 0
    foldedRun = plan.header.state?.foldedRun
    self.history = history
  }

  /// Why the plan must not be applied to a segment, whatever the store shows; `nil` if it may be.
  ///
  /// Changes of this plan itself do not count: an earlier run of it may have been interrupted.
  package func supersession(of segment: SegmentPlan) -> SavedPlanCheck.Staleness? {
    guard let changes = history.changes(after: serial, id: segment.change.segmentID, name: segment.name.text) else {
      return .historyForgotten(knownSince: history.knownSince, planned: serial)
    }
    return changes.last { $0.plan != plan && (foldedRun == nil || $0.run != foldedRun) }.map {
      .superseded(serial: $0.serial, planned: serial, by: $0.plan)
    }
  }

  /// Whether this plan was completely applied to the segment, so that others have undone any remaining changes.
  package func isCarriedOut(_ segment: SegmentPlan) -> Bool {
    let changes = history.changes(after: serial, id: segment.change.segmentID, name: segment.name.text) ?? []
    return changes.last.map { $0.plan == plan && $0.isComplete } ?? false
  }
}
