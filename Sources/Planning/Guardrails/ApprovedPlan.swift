package import Diagnostics
package import SegmentModel

/// A plan that no guardrail stops; apply accepts no other.
package struct ApprovedPlan: Sendable {
  package let plan: Plan

  /// Private to this file, so that ``Guardrails/approve(_:overrides:isConfirmed:)`` is the only way to approve a plan.
  fileprivate init(_ plan: Plan) { self.plan = plan }

  /// The plan with the profiles of customers who now have one; it changes the same people.
  package func resolvingNewProfiles(_ profiles: [CustomerID: ShopperProfileID]) -> ApprovedPlan {
    let segments = plan.segments.map { $0.resolvingNewProfiles(profiles) }
    return ApprovedPlan(plan.replacing(segments: segments))
  }

  /// The plan without removals that would empty a segment because customers to add have no profile.
  ///
  /// The plan was approved with these customers as members. Call it after apply has tried to create their profiles.
  ///
  /// Also returns the segments that keep their members, as they were planned.
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
  /// `isConfirmed` says whether a person answered yes to a separate question about the confirmable findings.
  ///
  /// - Throws: ``GuardrailStop`` with every finding that stops the plan.
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

/// Guardrails stop a run before its first write.
package struct GuardrailStop: DiagnosedError, Hashable {
  /// At least one, in the order of the plan.
  package let findings: [GuardrailFinding]

  package var diagnostics: [Diagnostic] { findings.map(\.diagnostic) }
}
