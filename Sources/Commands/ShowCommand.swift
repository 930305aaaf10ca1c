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
    discussion: "Needs no store. Warns of the guardrails that applying the plan as it stands would run into."
  )

  @Argument(help: ArgumentHelp("What segplan --out wrote.", valueName: "planfile"), completion: .file())
  var planFile: String

  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Reports") var review: ReviewOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) throws -> ExitStatus {
    let publisher = ReviewPublisher(review, showsAllMembers: view.allMembers, context)
    try publisher.prepare()
    let plan: Plan
    do {
      plan = try PlanFile.read(planFile)
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
