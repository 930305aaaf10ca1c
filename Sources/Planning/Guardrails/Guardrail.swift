package import SegmentModel

/// What a person allows on the command line for one run.
package struct GuardrailOverrides: Hashable, Sendable {
  /// `--max-removals`: takes the place of every segment's own limit.
  package let maximumRemovals: ChangeLimit?
  /// `--max-additions`: takes the place of every segment's own limit.
  package let maximumAdditions: ChangeLimit?
  /// `--max-changes`: how much a run may change, members and segments together; `nil` for no limit.
  package let maximumChanges: Int?
  /// `--allow-delete`: segments that are declared absent are deleted without another question.
  package let allowsDeletion: Bool
  /// `--allow-takeover`: segments that the state does not know are renamed without another question.
  package let allowsTakeover: Bool

  package init(
    maximumRemovals: ChangeLimit? = nil,
    maximumAdditions: ChangeLimit? = nil,
    maximumChanges: Int? = nil,
    allowsDeletion: Bool = false,
    allowsTakeover: Bool = false
  ) {
    self.maximumRemovals = maximumRemovals
    self.maximumAdditions = maximumAdditions
    self.maximumChanges = maximumChanges
    self.allowsDeletion = allowsDeletion
    self.allowsTakeover = allowsTakeover
  }
}

/// A guardrail that a plan runs into, with its numbers.
package enum GuardrailFinding: Hashable, Sendable {
  /// Members would be removed and nothing is declared, or nobody would be left. Of an additive segment others' members may stay.
  case emptied(segment: SegmentName, removals: Int, live: Int)
  /// More members would leave the segment than its limit allows.
  case removals(segment: SegmentName, removals: Int, live: Int, limit: ChangeLimit)
  /// This run keeps the limit; with the losses of the last days the segment would fall below the share that the limit leaves.
  case repeatedRemovals(segment: SegmentName, resulting: Int, recentLive: Int, limit: ChangeLimit)
  /// More members would come than the segment's limit allows.
  case additions(segment: SegmentName, additions: Int, live: Int, limit: ChangeLimit)
  /// The segment would have more members than its manifest allows.
  case members(segment: SegmentName, resulting: Int, limit: Int)
  /// A segment would be deleted, with its members' memberships.
  case deletion(segment: SegmentName, live: Int)
  /// A segment that the state does not know would be renamed.
  case takeover(segment: SegmentName, named: String, live: Int)
  /// The run would change more than `--max-changes` allows.
  case totalChanges(changes: Int, limit: Int)

  /// Whether a person's second yes is enough; all other findings stop the run.
  package var isConfirmable: Bool {
    switch self {
    case .deletion, .takeover: true
    default: false
    }
  }

  /// The segment that the finding is about; `nil` when it is about the whole run.
  package var segment: SegmentName? {
    switch self {
    case .emptied(let segment, _, _), .removals(let segment, _, _, _), .repeatedRemovals(let segment, _, _, _),
      .additions(let segment, _, _, _), .members(let segment, _, _), .deletion(let segment, _), .takeover(let segment, _, _):
      segment
    case .totalChanges: nil
    }
  }

  /// A short name that stays the same between releases.
  package var code: String {
    switch self {
    case .emptied: "emptied-segment"
    case .removals: "max-removals"
    case .repeatedRemovals: "repeated-removals"
    case .additions: "max-additions"
    case .members: "max-members"
    case .deletion: "delete-segment"
    case .takeover: "take-over-segment"
    case .totalChanges: "max-changes"
    }
  }
}

/// Checks a plan before any write.
///
/// Every finding of a plan is reported at once.
package enum Guardrails {
  /// In a segment with fewer live members than this, half of them may leave, one at least: a quarter of three is nobody.
  ///
  /// A limit of 0 % and a number are meant as they are and hold for such segments too.
  package static let smallestSegmentWithShare = 10
  /// A segment with fewer live members than this may grow by any share: one that begins with ten will have a hundred.
  package static let smallestSegmentWithGrowth = 100

  /// What stands in the plan's way, by segment, the run's total last.
  package static func findings(in plan: Plan, overrides: GuardrailOverrides) -> [GuardrailFinding] {
    var findings: [GuardrailFinding] = []
    for segment in plan.segments {
      findings.append(contentsOf: Self.findings(in: segment, overrides: overrides))
    }
    if let limit = overrides.maximumChanges {
      let changes = totalChanges(of: plan)
      if changes > limit { findings.append(.totalChanges(changes: changes, limit: limit)) }
    }
    return findings
  }

  /// Members to add and remove, segments to create, update and delete, and the memberships that go with a deleted segment.
  package static func totalChanges(of plan: Plan) -> Int {
    plan.segments.reduce(0) { total, segment in
      let ofSegment = segment.actions.count { $0 == .create || $0 == .update || $0 == .delete }
      let deleted = segment.actions.contains(.delete) ? segment.live.count : 0
      return total + segment.additionCount + segment.remove.count + ofSegment + deleted
    }
  }

  private static func findings(in segment: SegmentPlan, overrides: GuardrailOverrides) -> [GuardrailFinding] {
    if case .delete = segment.change {
      return overrides.allowsDeletion ? [] : [.deletion(segment: segment.name, live: segment.live.count)]
    }
    var findings: [GuardrailFinding] = []
    if segment.takesOver, !overrides.allowsTakeover, case .update(_, let update) = segment.change, let name = update.name {
      findings.append(.takeover(segment: segment.name, named: name.from, live: segment.live.count))
    }
    if segment.leavesNobody, !segment.remove.isEmpty, !segment.limits.allowsEmpty {
      findings.append(.emptied(segment: segment.name, removals: segment.remove.count, live: segment.live.count))
    }
    if let finding = removals(of: segment, limit: overrides.maximumRemovals ?? segment.limits.maximumRemovals) {
      findings.append(finding)
    }
    return findings + growth(of: segment, limit: overrides.maximumAdditions ?? segment.limits.maximumAdditions)
  }

  /// Whether the plan removes more than this limit allows, alone or with the losses of the last days.
  package static func removals(of segment: SegmentPlan, limit: ChangeLimit) -> GuardrailFinding? {
    let judged = segment.judged
    if exceeds(limit, judged, leavesNobody: segment.leavesNobody) {
      return .removals(segment: segment.name, removals: judged.removals, live: judged.live, limit: limit)
    }
    // A number is what one run may remove, however often it runs.
    guard case .percent = limit, !segment.remove.isEmpty, segment.recentLive >= smallestSegmentWithShare,
      segment.recentLive > judged.live, !limit.allows(segment.recentLive - segment.resultingCount, of: segment.recentLive)
    else { return nil }
    return .repeatedRemovals(
      segment: segment.name,
      resulting: segment.resultingCount,
      recentLive: segment.recentLive,
      limit: limit
    )
  }

  private static func exceeds(_ limit: ChangeLimit, _ judged: JudgedChanges, leavesNobody: Bool) -> Bool {
    if case .percent(let percent) = limit, percent > 0, judged.live < smallestSegmentWithShare,
      // Whether a segment may be emptied is a question of its own.
      leavesNobody || judged.removals <= max(1, judged.live / 2)
    {
      return false
    }
    return !limit.allows(judged.removals, of: judged.live)
  }

  /// The first members of a segment are no growth.
  private static func growth(of segment: SegmentPlan, limit: ChangeLimit) -> [GuardrailFinding] {
    guard segment.additionCount > 0 else { return [] }
    var findings: [GuardrailFinding] = []
    let judged = segment.judged
    let isJudged =
      if case .percent(let percent) = limit, percent > 0 { judged.live >= smallestSegmentWithGrowth } else { judged.live > 0 }
    if isJudged, !limit.allows(judged.additions, of: judged.live) {
      findings.append(.additions(segment: segment.name, additions: judged.additions, live: judged.live, limit: limit))
    }
    if let limit = segment.limits.maximumMembers, segment.resultingCount > limit {
      findings.append(.members(segment: segment.name, resulting: segment.resultingCount, limit: limit))
    }
    return findings
  }
}

extension SegmentPlan {
  /// Nobody may be left although members are declared: when those of a saved plan have left since.
  fileprivate var leavesNobody: Bool { desiredCount == 0 || resultingCount == 0 }
}
