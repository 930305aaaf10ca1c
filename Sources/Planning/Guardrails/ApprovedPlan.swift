package import Diagnostics
package import SegmentModel

/// A plan that no guardrail stops: the only plan that apply takes.
package struct ApprovedPlan: Sendable {
  package let plan: Plan

  /// Private to this file: ``Guardrails/approve(_:overrides:isConfirmed:)`` is the only way here.
  fileprivate init(_ plan: Plan) { self.plan = plan }

  /// The plan with the profiles of customers that have one by now: the same customers, by another name.
  package func resolvingNewProfiles(_ profiles: [CustomerID: ShopperProfileID]) -> ApprovedPlan {
    let segments = plan.segments.map { $0.resolvingNewProfiles(profiles) }
    return ApprovedPlan(plan.replacing(segments: segments))
  }

  /// The plan without the removals that would leave a segment empty, for lack of customers who were to be added and got no profile.
  ///
  /// It was approved with those customers as members, so it is to be asked once their profiles have been created, or not.
  ///
  /// Returns the segments that keep their members too, as they were planned.
  package func sparingLastMembers() -> (ApprovedPlan, spared: [SegmentPlan]) {
    let spared = plan.segments.filter { segment in
      !segment.newProfiles.isEmpty && !segment.remove.isEmpty && !segment.limits.allowsEmpty
        && segment.resultingCount == segment.newProfiles.count
    }
    guard !spared.isEmpty else { return (self, []) }
    let segments = plan.segments.map { segment in
      var segment = segment
      if spared.contains(segment) { segment.remove = .empty }
      return segment
    }
    return (ApprovedPlan(plan.replacing(segments: segments)), spared)
  }
}

extension Guardrails {
  /// The plan as one that may be applied.
  ///
  /// `isConfirmed` says whether a person said yes to what is confirmable when asked for that alone.
  ///
  /// - Throws: ``GuardrailStop`` with every finding that stands in the way.
  package static func approve(
    _ plan: Plan,
    overrides: GuardrailOverrides,
    isConfirmed: Bool = false
  ) throws(GuardrailStop) -> ApprovedPlan {
    let standing = findings(in: plan, overrides: overrides).filter { !($0.isConfirmable && isConfirmed) }
    guard standing.isEmpty else { throw GuardrailStop(findings: standing) }
    return ApprovedPlan(plan)
  }
}

/// Guardrails stopped a run before its first write.
package struct GuardrailStop: DiagnosedError, Hashable {
  /// At least one, in the order of the plan.
  package let findings: [GuardrailFinding]

  package var diagnostics: [Diagnostic] { findings.map(\.diagnostic) }
}
