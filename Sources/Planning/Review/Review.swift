package import Diagnostics
package import SegmentModel

/// What a run of planning has to tell its reviewers: the plan, or why there is none, and every problem at the place where it arose.
///
/// The one value that all reports of a plan are made of.
package struct Review: Sendable {
  /// `nil` when nothing could be planned; ``problems`` say why.
  package let plan: Plan?
  /// Warnings of the reading by place, then what guardrails found, in the plan's order.
  ///
  /// A finding that stops an apply is an error here, one that a person's second yes lifts is a warning.
  package let problems: [Diagnostic]
  /// What guardrails found; ``problems`` have it in words.
  package let findings: [GuardrailFinding]
  /// Where the manifests declare the planned segments; empty for a plan that was read from a file.
  package let places: [SegmentName: SourceRange]

  /// A plan, with what guardrails find in it and what reading the manifests, the state and the store warned of.
  ///
  /// Findings about a segment get its place.
  package init(
    plan: Plan,
    findings: [GuardrailFinding],
    warnings: [Diagnostic] = [],
    places: [SegmentName: SourceRange] = [:]
  ) {
    let found = findings.map { finding in
      let diagnostic = finding.diagnostic.placed(at: finding.segment.flatMap { places[$0] })
      return finding.isConfirmable ? diagnostic.asWarning : diagnostic
    }
    self.init(plan: plan, findings: findings, problems: warnings + found, places: places)
  }

  /// A run that could not plan: why, with the warnings that came before; at least one.
  package init(failure problems: [Diagnostic]) {
    self.init(plan: nil, findings: [], problems: problems, places: [:])
  }

  /// The same review with other plan and words, for public eyes.
  package init(plan: Plan?, findings: [GuardrailFinding], problems: [Diagnostic], places: [SegmentName: SourceRange]) {
    self.plan = plan
    self.findings = findings
    self.problems = problems
    self.places = places
  }

  package var errorCount: Int { problems.count { $0.severity == .error } }

  package var warningCount: Int { problems.count - errorCount }

  package var verdict: ReviewVerdict {
    guard let plan else { return .failed }
    if errorCount > 0 { return .stopped }
    return plan.hasChanges ? .changes : .unchanged
  }
}

/// What a review comes to, in one word.
package enum ReviewVerdict: String, Hashable, Sendable, CaseIterable {
  case unchanged
  /// There is something to apply, and no guardrail in its way.
  case changes
  case stopped
  /// Nothing could be planned.
  case failed
}
