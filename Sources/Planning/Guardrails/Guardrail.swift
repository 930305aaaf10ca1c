package import SegmentModel

/// What a person allows on the command line for one run.
package struct GuardrailOverrides: Hashable, Sendable {
  /// `--max-removals`: replaces the limit of every segment.
  package var maximumRemovals: ChangeLimit?
  /// `--max-additions`: replaces the limit of every segment.
  package var maximumAdditions: ChangeLimit?
  /// `--max-changes`: maximum number of changed members and segments; `nil` for no limit.
  package var maximumChanges: Int?
  /// `--allow-delete`: apply deletes segments that are declared absent without another question.
  package var allowsDeletion = false
  /// `--allow-takeover`: apply renames segments that the state does not record without another question.
  package var allowsTakeover = false

  package static let none = GuardrailOverrides()
}

/// A guardrail that stops a plan, with its numbers.
package enum GuardrailFinding: Hashable, Sendable {
  /// Members would be removed, and none are declared or none would be left; an additive segment keeps others' members.
  case emptied(segment: SegmentName, removals: Int, live: Int)
  /// More members would leave the segment than its limit allows.
  case removals(segment: SegmentName, removals: Int, live: Int, limit: ChangeLimit)
  /// This run keeps the limit, but all removals of the last days together do not.
  case repeatedRemovals(segment: SegmentName, resulting: Int, recentLive: Int, limit: ChangeLimit)
  /// More members would join the segment than its limit allows.
  case additions(segment: SegmentName, additions: Int, live: Int, limit: ChangeLimit)
  /// The segment would have more members than its manifest allows.
  case members(segment: SegmentName, resulting: Int, limit: Int)
  /// A segment would be deleted, with all its memberships.
  case deletion(segment: SegmentName, live: Int)
  /// A segment that the state does not record would be renamed.
  case takeover(segment: SegmentName, named: String, live: Int)
  /// The run would change more than `--max-changes` allows.
  case totalChanges(changes: Int, limit: Int)

  /// Whether a second yes from a person is enough; all other findings stop the run.
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

/// Checks a plan before any write, and reports all findings at once.
package enum Guardrails {
  /// In a segment with fewer live members, half of them may leave, but at least one: a quarter of three is zero.
  ///
  /// A limit of 0 % or a number also holds for such segments.
  package static let smallestSegmentWithShare = 10
  /// A segment with fewer live members may grow by any share: a new segment with ten members soon has a hundred.
  package static let smallestSegmentWithGrowth = 100

  /// What stops the plan, by segment, with the total of the run last.
  package static func findings(in plan: Plan, overrides: GuardrailOverrides) -> [GuardrailFinding] {
    var findings = plan.segments.flatMap { Self.findings(in: $0, overrides: overrides) }
    if let limit = overrides.maximumChanges {
      let changes = totalChanges(of: plan)
      if changes > limit { findings.append(.totalChanges(changes: changes, limit: limit)) }
    }
    return findings
  }

  /// Members to add and remove, segments to create, update and delete, and the memberships of deleted segments.
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

  /// Whether the plan removes more than this limit allows, alone or together with the removals of the last days.
  package static func removals(of segment: SegmentPlan, limit: ChangeLimit) -> GuardrailFinding? {
    let judged = segment.judged
    if exceeds(limit, judged, leavesNobody: segment.leavesNobody) {
      return .removals(segment: segment.name, removals: judged.removals, live: judged.live, limit: limit)
    }
    // A number limits one run, however often it runs.
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
      // Another guardrail decides whether a segment may be emptied.
      leavesNobody || judged.removals <= max(1, judged.live / 2)
    {
      return false
    }
    return !limit.allows(judged.removals, of: judged.live)
  }

  /// The first members of a segment are not growth.
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
  /// A saved plan can leave no members although some are declared, if others have removed them since.
  fileprivate var leavesNobody: Bool { desiredCount == 0 || resultingCount == 0 }
}
