package import SegmentModel

/// Holds a saved plan against the store as it is now.
///
/// The plan keeps no copy of the live members that it was made from, only their fingerprint. It need not: every member that the plan
/// adds was absent then, every one that it removes was there. Undoing what is done already must give the very set the plan was made from;
/// if it does not, somebody changed members that the plan does not speak of.
package enum SavedPlanCheck {
  /// A segment of a saved plan against the store.
  package struct Result: Hashable, Sendable {
    /// What is left to do: never more than the saved plan lists.
    package let remaining: SegmentPlan
    /// Planned additions that are live already.
    package let alreadyAdded: Int
    /// Planned removals that are not live any more.
    package let alreadyRemoved: Int
    /// Whether the segment needed to be created, updated or deleted, and somebody did all of that already.
    package let isSegmentChangeDone: Bool
    /// What makes the plan stale for this segment; `nil` when nothing does.
    package private(set) var staleness: Staleness?

    /// Whether a person may go on in spite of the staleness: the segment must still be there, and is not to be deleted.
    ///
    /// A deletion takes memberships that no plan lists one by one, so that it is for the very segment that was reviewed or for
    /// none.
    package var canBeAccepted: Bool {
      switch staleness {
      case .segmentGone, .superseded, .historyForgotten: return false
      default: break
      }
      if case .delete = remaining.change { return false }
      return true
    }

    /// The result of a segment that this plan was carried out for before: work that is left was undone since.
    package var afterCarryingOut: Result {
      guard staleness == nil, remaining.hasChanges else { return self }
      var result = self
      result.staleness = .undone
      return result
    }
  }

  /// Why a saved plan no longer fits a segment.
  package enum Staleness: Hashable, Sendable {
    /// Members changed that the plan does not list: so many were live when it was made, so many are now.
    case membersChanged(then: Int, now: Int)
    case segmentGone(SegmentID)
    /// The segment is called neither what the plan saw nor what the plan wants.
    case renamed(expected: String, found: String)
    /// The segment's description is neither what the plan saw nor what the plan wants.
    case descriptionChanged
    /// The plan creates a segment that exists by now and has members that the plan does not add.
    case appeared(live: Int)
    /// Something else has changed the segment: the state's serial then and when the plan was made, and the plan that did, if one did.
    case superseded(serial: Int, planned: Int, by: PlanID?)
    /// The state no longer knows which applies changed the segment since the plan was made.
    case historyForgotten(knownSince: Int, planned: Int)
    /// The plan was carried out before, and something outside segapply has undone part of it.
    case undone
  }

  /// What is left of a planned segment, what is done, and whether the plan still fits.
  ///
  /// Profiles that were to be created and are there by now are among the additions of `saved`. `live` is the segment now: by id, or by
  /// name if the plan creates it; `members` is empty when there is none.
  package static func check(_ saved: SegmentPlan, live: LiveSegment?, members: MemberSet) -> Result {
    let add = saved.add.subtracting(members)
    let remove = saved.remove.intersection(members)
    let then = members.subtracting(saved.add).union(saved.remove)
    let unseenMembers = LiveFingerprint(of: then) != saved.live

    var staleness: Staleness?
    if unseenMembers {
      staleness = .membersChanged(then: saved.live.count, now: members.count)
    }
    let change: SegmentChange
    switch (saved.change, live) {
    case (.create, nil), (.stayAbsent, nil):
      change = saved.change
    case (.create(let description), let live?):
      // Either a run that was cut off created it, just so, or somebody else did.
      let difference = live.description == description ? nil : SegmentUpdate.Change(from: live.description, to: description)
      change = SegmentUpdate(name: nil, description: difference).map { .update(live.id, $0) } ?? .keep(live.id)
      staleness = unseenMembers ? .appeared(live: members.count) : difference.map { _ in .descriptionChanged }
    case (.stayAbsent, .some):
      change = .stayAbsent
      staleness = .appeared(live: members.count)
    case (.delete, nil):
      change = .stayAbsent
      staleness = nil
    case (.delete(let id), let live?):
      change = .delete(id)
      if live.name != saved.name.text { staleness = .renamed(expected: saved.name.text, found: live.name) }
    case (.keep(let id), nil), (.update(let id, _), nil):
      change = saved.change
      staleness = .segmentGone(id)
    case (.keep(let id), let live?):
      change = .keep(id)
      if live.name != saved.name.text { staleness = .renamed(expected: saved.name.text, found: live.name) }
    case (.update(let id, let update), let live?):
      (change, staleness) = remainder(of: update, id: id, name: saved.name.text, live: live, staleness: staleness)
    }
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

  private static func remainder(
    of update: SegmentUpdate,
    id: SegmentID,
    name: String,
    live: LiveSegment,
    staleness: Staleness?
  ) -> (SegmentChange, Staleness?) {
    var staleness = staleness
    let expectedName = update.name?.from ?? name
    if live.name != expectedName && live.name != name {
      staleness = .renamed(expected: expectedName, found: live.name)
    }
    if let description = update.description, ![description.from, description.to].contains(live.description) {
      staleness = .descriptionChanged
    }
    let remaining = SegmentUpdate(
      name: live.name == name ? nil : update.name,
      description: live.description == update.description?.to ? nil : update.description
    )
    return (remaining.map { .update(id, $0) } ?? .keep(id), staleness)
  }
}

extension SegmentChange {
  fileprivate var isWrite: Bool {
    switch self {
    case .create, .update, .delete: true
    case .keep, .stayAbsent: false
    }
  }
}

/// The state that a saved plan was made with, as the state of today sees it: what applies have changed since.
package struct PlanBase: Sendable {
  private let plan: PlanID
  private let serial: Int
  /// The plan has seen this run's changes.
  private let foldedRun: String?
  private let history: SegmentHistory

  /// `history` is what the state knows of the changes of applies; empty when there is no state.
  package init(of plan: Plan, history: SegmentHistory) {
    self.plan = plan.id
    serial = plan.header.state?.serial ?? 0
    foldedRun = plan.header.state?.foldedRun
    self.history = history
  }

  /// Why the plan may no longer be carried out for a segment, whatever the store shows; `nil` when nothing is in the way.
  ///
  /// The changes of this very plan are not: it may have been cut off.
  package func supersession(of segment: SegmentPlan) -> SavedPlanCheck.Staleness? {
    guard let changes = history.changes(after: serial, id: segment.change.segmentID, name: segment.name.text) else {
      return .historyForgotten(knownSince: history.knownSince, planned: serial)
    }
    return changes.last { $0.plan != plan && (foldedRun == nil || $0.run != foldedRun) }.map {
      .superseded(serial: $0.serial, planned: serial, by: $0.plan)
    }
  }

  /// Whether this plan was carried out for the segment to its end: what is left to do of it was undone by others.
  package func isCarriedOut(_ segment: SegmentPlan) -> Bool {
    let changes = history.changes(after: serial, id: segment.change.segmentID, name: segment.name.text) ?? []
    return changes.last.map { $0.plan == plan && $0.isComplete } ?? false
  }
}
