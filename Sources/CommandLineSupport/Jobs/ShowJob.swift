import Diagnostics
import FileAccess
import Planning
import Reporting

/// Shows a saved plan.
package struct ShowJob: Sendable {
  package let path: String
  package let review: ReviewOptions
  package let showsAllMembers: Bool

  package init(path: String, review: ReviewOptions, showsAllMembers: Bool) {
    self.path = path
    self.review = review
    self.showsAllMembers = showsAllMembers
  }

  package func run(_ context: CommandContext) throws -> ExitStatus {
    let publisher = ReviewPublisher(review, showsAllMembers: showsAllMembers, context)
    try publisher.prepare()
    let plan: Plan
    do {
      plan = try PlanFile.read(path)
    } catch {
      try publisher.publish(failure: error)
      throw error
    }
    if review.format == .human { context.console.write(PlanReport.origin(of: plan) + "\n\n") }
    // What applying it without options would run into.
    let limits = SavedPlanLimits.standard
    let findings = Guardrails.findings(in: plan.limited(by: limits), overrides: GuardrailOverrides())
    let expiry = PlanValidity.problem(of: plan.header, at: CommandContext.now, lifetime: PlanValidity.standardLifetime)
    let warnings = plan.warnings + limits.warnings(about: plan) + (expiry.map { [$0.asWarning] } ?? [])
    try publisher.publish(Review(plan: plan, findings: findings, warnings: warnings))
    if !publisher.showsProblems { context.console.report(warnings + findings.map(\.diagnostic.asWarning)) }
    return .success
  }
}

/// Plan files on the disk.
enum PlanFile {
  /// A plan of ten million changes is near 500 MB.
  private static let largest = 1 << 30

  static func read(_ path: String) throws -> Plan {
    try PlanCodec.decode(try FileAccess.read(path, limit: largest), file: path)
  }

  /// Whether an argument of `segapply` names a plan file: anything but folders and names that end as manifests' do.
  static func isPlanFile(_ path: String) throws -> Bool {
    let name = path.lowercased()
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return false }
    return try FileAccess.kind(of: path) != .folder
  }
}
