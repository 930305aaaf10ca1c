package import SegmentModel

/// What a person allows on the command line for one run.
package struct GuardrailOverrides: Hashable, Sendable {
  /// `--max-removals`: takes the place of every segment's own limit.
  package let maximumRemovals: RemovalLimit?
  /// `--max-changes`: the most that a run may change, members and segments together; `nil` for no limit.
  package let maximumChanges: Int?
  /// `--allow-delete`: segments that are declared absent are deleted without being asked for again.
  package let allowsDeletion: Bool

  package init(maximumRemovals: RemovalLimit? = nil, maximumChanges: Int? = nil, allowsDeletion: Bool = false) {
    self.maximumRemovals = maximumRemovals
    self.maximumChanges = maximumChanges
    self.allowsDeletion = allowsDeletion
  }
}

/// A guardrail that a plan runs into, with its numbers.
package enum GuardrailFinding: Hashable, Sendable {
  /// Members would be removed and nothing is declared, or nobody would be left. Of an additive segment others' members may stay.
  case emptied(segment: SegmentName, removals: Int, live: Int)
  /// More members would leave the segment than its limit allows.
  case removals(segment: SegmentName, removals: Int, live: Int, limit: RemovalLimit)
  /// A segment would be deleted, with its members' memberships.
  case deletion(segment: SegmentName, live: Int)
  /// The run would change more than `--max-changes` allows.
  case totalChanges(changes: Int, limit: Int)

  /// Whether a person's second yes is enough; all other findings stop the run.
  package var isConfirmable: Bool {
    if case .deletion = self { true } else { false }
  }

  /// The segment that the finding is about; `nil` when it is about the whole run.
  package var segment: SegmentName? {
    switch self {
    case .emptied(let segment, _, _), .removals(let segment, _, _, _), .deletion(let segment, _): segment
    case .totalChanges: nil
    }
  }

  /// A short name that stays the same between releases.
  package var code: String {
    switch self {
    case .emptied: "emptied-segment"
    case .removals: "max-removals"
    case .deletion: "delete-segment"
    case .totalChanges: "max-changes"
    }
  }
}

/// Checks a plan before any write.
///
/// Every finding of a plan is reported at once.
package enum Guardrails {
  /// Segments with fewer live members than this have no limit to the *share* that may be removed: one of three is 33 %.
  ///
  /// A limit of 0 % is meant as it stands and holds for them too.
  package static let smallestSegmentWithShare = 10

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

  /// Members to add and remove, and segments to create, update and delete.
  package static func totalChanges(of plan: Plan) -> Int {
    plan.segments.reduce(0) { total, segment in
      let ofSegment = segment.actions.count { $0 == .create || $0 == .update || $0 == .delete }
      return total + segment.additionCount + segment.remove.count + ofSegment
    }
  }

  private static func findings(in segment: SegmentPlan, overrides: GuardrailOverrides) -> [GuardrailFinding] {
    if case .delete = segment.change {
      return overrides.allowsDeletion ? [] : [.deletion(segment: segment.name, live: segment.live.count)]
    }
    var findings: [GuardrailFinding] = []
    // Nobody may be left although members are declared: when those of a saved plan have left since.
    let isEmptied = segment.desiredCount == 0 || segment.resultingCount == 0
    if isEmptied, !segment.remove.isEmpty, !segment.limits.allowsEmpty {
      findings.append(.emptied(segment: segment.name, removals: segment.remove.count, live: segment.live.count))
    }
    let limit = overrides.maximumRemovals ?? segment.limits.maximumRemovals
    let judged = segment.judgedRemovals
    if exceeds(limit, judged) {
      findings.append(.removals(segment: segment.name, removals: judged.removals, live: judged.live, limit: limit))
    }
    return findings
  }

  private static func exceeds(_ limit: RemovalLimit, _ judged: JudgedRemovals) -> Bool {
    if case .percent(let percent) = limit, percent > 0, judged.live < smallestSegmentWithShare { return false }
    return !limit.allows(removing: judged.removals, of: judged.live)
  }
}
