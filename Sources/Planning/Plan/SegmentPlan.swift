package import SegmentModel

/// What happens to the segment itself; its members are ``SegmentPlan``'s.
package enum SegmentChange: Hashable, Sendable {
  case create(description: String)
  case update(SegmentID, SegmentUpdate)
  case keep(SegmentID)
  case delete(SegmentID)
  /// Declared absent, and absent it is.
  case stayAbsent

  /// The id of the live segment, where there is one.
  package var segmentID: SegmentID? {
    switch self {
    case .update(let id, _), .keep(let id), .delete(let id): id
    case .create, .stayAbsent: nil
    }
  }
}

/// A changed name or description, at least one of the two.
package struct SegmentUpdate: Hashable, Sendable {
  package struct Change: Codable, Hashable, Sendable {
    package let from: String
    package let to: String

    package init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  package let name: Change?
  package let description: Change?

  package init?(name: Change?, description: Change?) {
    if name == nil && description == nil { return nil }
    self.name = name
    self.description = description
  }
}

/// What somebody else changed since the last apply.
///
/// For display only: it must not influence apply.
package enum SegmentDrift: Hashable, Sendable {
  /// Members that are live and not recorded, members that are recorded and not live, and the recorded name if it is another one now.
  case changed(added: Int, removed: Int, renamedFrom: String?)
  /// The state knows the segment, the store does not.
  case vanished
}

/// The limits of a segment that its guardrails compare with.
package struct SegmentLimits: Hashable, Sendable {
  package internal(set) var maximumRemovals: ChangeLimit
  package internal(set) var maximumAdditions: ChangeLimit
  /// How many members the segment may have after a run that adds any; `nil` for no limit.
  package internal(set) var maximumMembers: Int?
  package internal(set) var allowsEmpty: Bool

  package init(
    maximumRemovals: ChangeLimit = .standardRemovals,
    maximumAdditions: ChangeLimit = .standardAdditions,
    maximumMembers: Int? = nil,
    allowsEmpty: Bool
  ) {
    self.maximumRemovals = maximumRemovals
    self.maximumAdditions = maximumAdditions
    self.maximumMembers = maximumMembers
    self.allowsEmpty = allowsEmpty
  }

  package init(_ declared: DeclaredLimits, allowsEmpty: Bool) {
    self.init(
      maximumRemovals: declared.removals ?? .standardRemovals,
      maximumAdditions: declared.additions ?? .standardAdditions,
      maximumMembers: declared.members,
      allowsEmpty: allowsEmpty
    )
  }
}

/// How many members a segment loses and gains, and how many are live.
///
/// Members whom the state records, and those of an apply that did not finish, are no gain: somebody approved them before.
///
/// For the rest of a saved plan that fits the store these are the numbers of the whole plan, as it was reviewed: its own additions and
/// removals so far must not turn a plan that was approved into one that is stopped half way.
package struct JudgedChanges: Hashable, Sendable {
  package internal(set) var removals: Int
  package internal(set) var additions = 0
  package internal(set) var live: Int
}

/// The plan of one segment: every change by name, so that apply can do exactly this and nothing else.
package struct SegmentPlan: Hashable, Sendable {
  package var name: SegmentName
  package var change: SegmentChange
  package let mode: MembershipMode
  /// Members to add: not live when the plan was made.
  package internal(set) var add: MemberSet
  /// Customers to add for whom apply creates a profile first, ascending and unique.
  package internal(set) var newProfiles: [CustomerID]
  /// Members to remove: live when the plan was made.
  package internal(set) var remove: MemberSet
  /// The live members that the plan was made from.
  package internal(set) var live: LiveFingerprint
  /// How many members the configuration declares.
  package let desiredCount: Int
  package internal(set) var limits: SegmentLimits
  /// For display only.
  package var drift: SegmentDrift?
  /// Who the members to change are, from where, and why.
  ///
  /// For display only.
  package var notes: ChangeNotes
  /// Live members whom no line names that the store knows, and who stay because a look-up failed; see ``DesiredSegment/kept``.
  package internal(set) var kept = MemberSet.empty
  /// What the state is to record of the members' origin, without what it has already; `nil` when that is not known.
  package var sources: MemberSources?
  /// What the limits of removals and additions are compared with.
  package internal(set) var judged: JudgedChanges
  /// The highest number of live members that the state recorded lately; 0 when there is none.
  package internal(set) var recentLive = 0
  /// Whether the plan renames a segment that the state does not know: perhaps the pinned id is another segment's.
  package internal(set) var takesOver = false

  package init(
    name: SegmentName,
    change: SegmentChange,
    mode: MembershipMode,
    add: MemberSet,
    newProfiles: [CustomerID] = [],
    remove: MemberSet,
    live: LiveFingerprint,
    desiredCount: Int,
    limits: SegmentLimits
  ) {
    self.name = name
    self.change = change
    self.mode = mode
    self.add = add
    self.newProfiles = newProfiles
    self.remove = remove
    self.live = live
    self.desiredCount = desiredCount
    self.limits = limits
    notes = ChangeNotes(add: add, newProfiles: newProfiles, remove: remove)
    judged = JudgedChanges(removals: remove.count, additions: add.count + newProfiles.count, live: live.count)
  }

  /// The planned actions in the design's words, in the order in which apply does them; `no-op` alone when there is nothing to do.
  package var actions: [PlannedAction] {
    var actions: [PlannedAction] = []
    switch change {
    case .create: actions.append(.create)
    case .update: actions.append(.update)
    case .delete: actions.append(.delete)
    case .keep, .stayAbsent: break
    }
    if additionCount > 0 { actions.append(.add) }
    if !remove.isEmpty { actions.append(.remove) }
    return actions.isEmpty ? [.noOp] : actions
  }

  /// The one place that decides whether there is anything to do.
  package var hasChanges: Bool { actions != [.noOp] }

  /// How many members the plan adds, those whose profile is created first among them.
  package var additionCount: Int { add.count + newProfiles.count }

  /// Has the limits compared with the changes of this very plan.
  mutating func judgeOwnChanges() {
    let restored = notes.additions.count { $0 == .removedOutside }
    judged = JudgedChanges(removals: remove.count, additions: additionCount - restored, live: live.count)
  }

  /// How many members the segment will have if nobody else changes it.
  package var resultingCount: Int {
    if case .delete = change { return 0 }
    return live.count + additionCount - remove.count
  }

  /// The same plan, judged by what the state knows of the segment now.
  ///
  /// `recorded` is the record of the segment that the plan changes.
  package func judged(by recorded: RecordedSegment?, on day: CalendarDay) -> SegmentPlan {
    var plan = self
    if resultingCount <= recorded?.intendedCount ?? 0 {
      plan.judged.additions = 0
    }
    plan.recentLive = recorded?.history.highest(on: day) ?? 0
    if case .update(_, let update) = change { plan.takesOver = update.name != nil && recorded == nil }
    return plan
  }

  /// The same plan with the profiles of customers that have one by now: those members are added by their ids.
  package func resolvingNewProfiles(_ profiles: [CustomerID: ShopperProfileID]) -> SegmentPlan {
    var plan = self
    plan.add = add.union(MemberSet(newProfiles.compactMap { profiles[$0] }))
    plan.newProfiles = newProfiles.filter { profiles[$0] == nil }
    plan.notes.additions = notes.additions.resolving(profiles)
    plan.sources = sources?.adding(newProfiles.reduce(into: [:]) { $0[$1] = profiles[$1] })
    return plan
  }
}

/// The design's words for what a plan does.
package enum PlannedAction: String, Hashable, Sendable, CaseIterable {
  case create
  case update
  case add
  case remove
  case delete
  case noOp = "no-op"
}
