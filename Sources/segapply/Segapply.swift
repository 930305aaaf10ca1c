import ArgumentParser
import CommandLineSupport

/// `segapply`: carries out a plan.
@main
struct Segapply: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segapply",
    abstract: "Apply manifests, or a saved plan, to the customer segments of a BigCommerce store.",
    discussion: ApplyHelp.discussion,
    version: ToolVersion.current
  )

  @Argument(
    help: ArgumentHelp(
      "A saved plan; or manifests, and folders to search for *.yaml and *.yml. (default: .)",
      valueName: "planfile-or-path"
    ),
    completion: .file()
  )
  var paths: [String] = []

  @Flag(help: "Apply without asking. Deletions still need --allow-delete.")
  var autoApprove = false

  @Flag(help: "Apply a saved plan though members changed that it does not list; still only what it lists is done.")
  var acceptDrift = false

  @Flag(inversion: .prefixedNo, help: "List the changed segments again and compare.")
  var verify = true

  @Option(
    help: ArgumentHelp("How the course of the apply is told; json is an event a line, and nobody is asked.", valueName: "format")
  )
  var format: ApplyFormat = .human

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup var target: TargetOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Guardrails") var guardrails: GuardrailOptions
  @OptionGroup(title: "Saved plans") var saved: SavedPlanOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "State and store") var lock: LockOptions
  @Option(
    help: ArgumentHelp("How long requests to the store may take to end after a signal: 5s, 1m, or 0.", valueName: "time")
  )
  var grace = TimeSpan.standardGrace

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = ApplyJob(
      paths: paths,
      configuration: configuration,
      targets: target.targets,
      isApproved: autoApprove,
      acceptsDrift: acceptDrift,
      saved: saved,
      verifies: verify,
      showsAllMembers: view.allMembers,
      format: format,
      overrides: guardrails.overrides,
      connection: connection,
      lock: lock,
      grace: grace
    )
    try await runCommand("segapply", output) { try await job.run($0) }
  }
}
