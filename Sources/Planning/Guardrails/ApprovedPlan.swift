package import Diagnostics

/// A plan that no guardrail stops: the only plan that apply takes.
package struct ApprovedPlan: Sendable {
  package let plan: Plan

  /// Private to this file: ``Guardrails/approve(_:overrides:deletionsConfirmed:)`` is the only way here.
  fileprivate init(_ plan: Plan) { self.plan = plan }
}

extension Guardrails {
  /// The plan as one that may be applied.
  ///
  /// - Parameters:
  ///   - plan: The plan to judge.
  ///   - overrides: What the command line allows.
  ///   - deletionsConfirmed: Whether a person said yes to the deletions when asked for them alone.
  /// - Returns: The plan, unchanged.
  /// - Throws: ``GuardrailStop`` with every finding that stands in the way.
  package static func approve(
    _ plan: Plan,
    overrides: GuardrailOverrides,
    deletionsConfirmed: Bool = false
  ) throws(GuardrailStop) -> ApprovedPlan {
    let standing = findings(in: plan, overrides: overrides).filter { !($0.isConfirmable && deletionsConfirmed) }
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
