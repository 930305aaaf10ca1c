package import Diagnostics
package import SegmentModel

/// The result of planning, from which all reports are made: the plan with its problems, or why planning failed.
package struct Review: Sendable {
  /// `nil` when planning failed; ``problems`` say why.
  package var plan: Plan?
  /// The id of the plan before redaction changed its names.
  package let planID: PlanID?
  /// Warnings by place, then the findings of guardrails in the order of the plan.
  ///
  /// A finding that stops an apply is an error here; one that a person can confirm is a warning.
  package var problems: [Diagnostic]
  /// The findings of guardrails, which ``problems`` has in words.
  package var findings: [GuardrailFinding] = []
  /// Where the manifests declare the planned segments; empty for a plan that was read from a file.
  package var places: [SegmentName: SourceRange] = [:]

  /// A plan with the findings of guardrails, and the warnings of reading the manifests, the state and the store.
  package init(plan: Plan, findings: [GuardrailFinding], warnings: [Diagnostic] = [], places: [SegmentName: SourceRange] = [:]) {
    let found = findings.map { finding in
      let diagnostic = finding.diagnostic.placed(at: finding.segment.flatMap { places[$0] })
      return finding.isConfirmable ? diagnostic.asWarning : diagnostic
    }
    self.plan = plan
    planID = plan.id
    self.findings = findings
    self.places = places
    problems = warnings + found
  }

  /// A run that failed, with at least one problem and the warnings before it.
  package init(failure problems: [Diagnostic]) {
    planID = nil
    self.problems = problems
  }

  package var errorCount: Int { problems.count { $0.severity == .error } }

  package var warningCount: Int { problems.count - errorCount }

  package var verdict: ReviewVerdict {
    guard let plan else { return .failed }
    if errorCount > 0 { return .stopped }
    return plan.hasChanges ? .changes : .unchanged
  }
}

package enum ReviewVerdict: String, Hashable, Sendable, CaseIterable {
  case unchanged
  /// There are changes to apply, and no guardrail stops them.
  case changes
  case stopped
  /// Planning failed.
  case failed
}
