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

/// A guardrail that stops a plan.
package struct GuardrailFinding: Hashable, Sendable {
  /// The segment that the finding is about; `nil` when it is about the whole run.
  package var segment: SegmentName?
  package var problem: Problem

  /// What the guardrail found, with its numbers.
  package enum Problem: Hashable, Sendable {
    /// Members would be removed, and none are declared or none would be left; an additive segment keeps others' members.
    case emptied(removals: Int, live: Int)
    /// More members would leave the segment than its limit allows.
    case removals(Int, live: Int, limit: ChangeLimit)
    /// This run keeps the limit, but all removals of the last days together do not.
    case repeatedRemovals(resulting: Int, recentLive: Int, limit: ChangeLimit)
    /// More members would join the segment than its limit allows.
    case additions(Int, live: Int, limit: ChangeLimit)
    /// The segment would have more members than its manifest allows.
    case members(resulting: Int, limit: Int)
    /// A segment would be deleted, with all its memberships.
    case deletion(live: Int)
    /// A segment that the state does not record would be renamed.
    case takeover(named: String, live: Int)
    /// The run would change more than `--max-changes` allows.
    case totalChanges(Int, limit: Int)
  }

  /// Whether a second yes from a person is enough; all other findings stop the run.
  package var isConfirmable: Bool {
    switch problem {
    case .deletion, .takeover: true
    default: false
    }
  }

  /// A short name that stays the same between releases.
  package var code: String {
    switch problem {
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
    var findings = plan.segments.flatMap { segment in
      problems(in: segment, overrides: overrides).map { GuardrailFinding(segment: segment.name, problem: $0) }
    }
    if let limit = overrides.maximumChanges {
      let changes = totalChanges(of: plan)
      if changes > limit { findings.append(GuardrailFinding(problem: .totalChanges(changes, limit: limit))) }
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

  private static func problems(in segment: SegmentPlan, overrides: GuardrailOverrides) -> [GuardrailFinding.Problem] {
    if case .delete = segment.change {
      return overrides.allowsDeletion ? [] : [.deletion(live: segment.live.count)]
    }
    var problems: [GuardrailFinding.Problem] = []
    if segment.takesOver, !overrides.allowsTakeover, case .update(_, let update) = segment.change, let name = update.name {
      problems.append(.takeover(named: name.from, live: segment.live.count))
    }
    if segment.leavesNobody, !segment.remove.isEmpty, !segment.limits.allowsEmpty {
      problems.append(.emptied(removals: segment.remove.count, live: segment.live.count))
    }
    if let problem = removals(of: segment, limit: overrides.maximumRemovals ?? segment.limits.maximumRemovals) {
      problems.append(problem)
    }
    return problems + growth(of: segment, limit: overrides.maximumAdditions ?? segment.limits.maximumAdditions)
  }

  /// Whether the plan removes more than this limit allows, alone or together with the removals of the last days.
  package static func removals(of segment: SegmentPlan, limit: ChangeLimit) -> GuardrailFinding.Problem? {
    let judged = segment.judged
    if exceeds(limit, judged, leavesNobody: segment.leavesNobody) {
      return .removals(judged.removals, live: judged.live, limit: limit)
    }
    // A number limits one run, however often it runs.
    guard case .percent = limit, !segment.remove.isEmpty, segment.recentLive >= smallestSegmentWithShare,
      segment.recentLive > judged.live, !limit.allows(segment.recentLive - segment.resultingCount, of: segment.recentLive)
    else { return nil }
    return .repeatedRemovals(resulting: segment.resultingCount, recentLive: segment.recentLive, limit: limit)
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
  private static func growth(of segment: SegmentPlan, limit: ChangeLimit) -> [GuardrailFinding.Problem] {
    guard segment.additionCount > 0 else { return [] }
    var problems: [GuardrailFinding.Problem] = []
    let judged = segment.judged
    let isJudged =
      if case .percent(let percent) = limit, percent > 0 { judged.live >= smallestSegmentWithGrowth } else { judged.live > 0 }
    if isJudged, !limit.allows(judged.additions, of: judged.live) {
      problems.append(.additions(judged.additions, live: judged.live, limit: limit))
    }
    if let limit = segment.limits.maximumMembers, segment.resultingCount > limit {
      problems.append(.members(resulting: segment.resultingCount, limit: limit))
    }
    return problems
  }
}

extension SegmentPlan {
  /// A saved plan can leave no members although some are declared, if others have removed them since.
  fileprivate var leavesNobody: Bool { desiredCount == 0 || resultingCount == 0 }
}
