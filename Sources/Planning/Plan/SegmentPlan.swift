package import SegmentModel

/// What a plan does to the segment itself; ``SegmentPlan`` has the changes of its members.
package enum SegmentChange: Hashable, Sendable {
  case create(description: String)
  case update(SegmentID, SegmentUpdate)
  case keep(SegmentID)
  case delete(SegmentID)
  /// The segment is declared absent and does not exist.
  case stayAbsent

  /// The id of the live segment; `nil` if the store does not have the segment.
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

/// What has changed outside segapply since the last apply.
///
/// For display only: it must not influence apply.
package enum SegmentDrift: Hashable, Sendable {
  /// Members that are live and not recorded, members that are recorded and not live, and the old name.
  case changed(added: Int, removed: Int, renamedFrom: String?)
  /// The state records the segment, but the store does not have it.
  case vanished
}

/// The limits of a segment's guardrails.
package struct SegmentLimits: Hashable, Sendable {
  package internal(set) var maximumRemovals = ChangeLimit.standardRemovals
  package internal(set) var maximumAdditions = ChangeLimit.standardAdditions
  /// Maximum of the segment's members after a run that adds any; `nil` for no limit.
  package internal(set) var maximumMembers: Int?
  package internal(set) var allowsEmpty: Bool
}

extension SegmentLimits {
  package init(_ declared: DeclaredLimits, allowsEmpty: Bool) {
    self.init(maximumMembers: declared.members, allowsEmpty: allowsEmpty)
    if let removals = declared.removals { maximumRemovals = removals }
    if let additions = declared.additions { maximumAdditions = additions }
  }
}

/// How many members a segment loses and gains for its guardrails, and how many are live.
///
/// Members that the state records, and those of an apply that did not finish, are not gains: they were approved before.
///
/// If a saved plan was partly applied, the numbers are still those of the whole plan. Otherwise the changes so far
/// could make a guardrail stop an approved plan half way.
package struct JudgedChanges: Hashable, Sendable {
  package internal(set) var removals: Int
  package internal(set) var additions = 0
  package internal(set) var live: Int
}

/// The plan of one segment, with every member to change: apply does exactly this and nothing else.
package struct SegmentPlan: Hashable, Sendable {
  package var name: SegmentName
  package var change: SegmentChange
  package let mode: MembershipMode
  /// Members to add, which were not live when the plan was made.
  package internal(set) var add: MemberSet
  /// Customers to add after apply has created their profiles, ascending and unique.
  package internal(set) var newProfiles: [CustomerID]
  /// Members to remove, which were live when the plan was made.
  package internal(set) var remove: MemberSet
  /// The live members that the plan was made from.
  package internal(set) var live: LiveFingerprint
  /// How many members the configuration declares.
  package let desiredCount: Int
  package internal(set) var limits: SegmentLimits
  /// For display only.
  package var drift: SegmentDrift?
  /// The customer, place and cause of each member to change, for display only.
  package var notes: ChangeNotes
  /// Live members that stay because a look-up failed; see ``DesiredSegment/kept``.
  package internal(set) var kept = MemberSet.empty
  /// The origin of the members for the state to record, without what it has recorded already; `nil` if it is not known.
  package var sources: MemberSources?
  package internal(set) var judged: JudgedChanges
  /// The highest number of live members in the recent history of the state; 0 without a history.
  package internal(set) var recentLive = 0
  /// Whether the plan renames a segment that the state does not record: the manifest may pin a wrong id.
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

  /// The actions in the order in which apply does them; only `no-op` when there is nothing to do.
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

  package var hasChanges: Bool { actions != [.noOp] }

  /// How many members the plan adds, including customers without a profile.
  package var additionCount: Int { add.count + newProfiles.count }

  /// Makes the guardrails compare with the changes of this plan.
  mutating func judgeOwnChanges() {
    let restored = notes.additions.count { $0 == .removedOutside }
    judged = JudgedChanges(removals: remove.count, additions: additionCount - restored, live: live.count)
  }

  /// How many members the segment will have, unless something else changes it.
  package var resultingCount: Int {
    if case .delete = change { return 0 }
    return live.count + additionCount - remove.count
  }

  /// The plan with what its guardrails need from the record of its segment.
  package func judged(by recorded: RecordedSegment?, on day: CalendarDay) -> SegmentPlan {
    var plan = self
    if resultingCount <= recorded?.intendedCount ?? 0 { plan.judged.additions = 0 }
    plan.recentLive = recorded?.history.highest(on: day) ?? 0
    if case .update(_, let update) = change { plan.takesOver = update.name != nil && recorded == nil }
    return plan
  }

  /// The plan with the profiles of customers who now have one: it adds them by profile id.
  package func resolvingNewProfiles(_ profiles: [CustomerID: ShopperProfileID]) -> SegmentPlan {
    var plan = self
    plan.add = add.union(MemberSet(newProfiles.compactMap { profiles[$0] }))
    plan.newProfiles = newProfiles.filter { profiles[$0] == nil }
    plan.notes.additions = notes.additions.resolving(profiles)
    plan.sources = sources?.adding(newProfiles.reduce(into: [:]) { $0[$1] = profiles[$1] })
    return plan
  }
}

package enum PlannedAction: String, Hashable, Sendable, CaseIterable {
  case create
  case update
  case add
  case remove
  case delete
  case noOp = "no-op"
}
