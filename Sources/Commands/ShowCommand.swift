import ArgumentParser
import Diagnostics
import FileAccess
import Planning
import Reporting

/// `segplan show`.
struct ShowCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a saved plan.",
    discussion: "This needs no access to the store. It warns about guardrails that would stop an apply of this plan."
  )

  @Argument(help: .value("planfile", "A file that segplan --out wrote."), completion: .file())
  var planFile: String

  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Reports") var review: ReviewOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) throws -> ExitStatus {
    let publisher = try ReviewPublisher(review, showsAllMembers: view.allMembers, context)
    let plan: Plan
    do {
      plan = try PlanFile.read(planFile)
    } catch {
      try publisher.publish(failure: error)
      throw error
    }
    if review.format == .human { context.console.write(PlanReport.origin(of: plan) + "\n\n") }
    // The guardrails of an apply without options.
    let limits = SavedPlanLimits.standard
    let findings = Guardrails.findings(in: plan.limited(by: limits), overrides: .none)
    let expiry = PlanValidity.problem(of: plan.header, at: CommandContext.now, lifetime: PlanValidity.standardLifetime)
    let warnings = plan.warnings + limits.warnings(about: plan) + (expiry.map { [$0.asWarning] } ?? [])
    try publisher.publish(Review(plan: plan, findings: findings, warnings: warnings))
    if !publisher.showsProblems { context.console.report(warnings + findings.map(\.diagnostic.asWarning)) }
    return .success
  }
}

/// Plan files on disk.
enum PlanFile {
  /// In bytes; a plan of ten million changes has about 500 MB.
  private static let maximumBytes = 1 << 30

  static func read(_ path: String) throws -> Plan {
    try PlanCodec.decode(try FileAccess.read(path, limit: maximumBytes), file: path)
  }

  /// Whether an argument of `segapply` names a plan file: anything except folders and files named like manifests.
  static func isPlanFile(_ path: String) throws -> Bool {
    let name = path.lowercased()
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return false }
    return try FileAccess.kind(of: path) != .folder
  }
}
