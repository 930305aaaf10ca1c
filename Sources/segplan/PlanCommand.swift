import ArgumentParser
import CommandLineSupport

/// `segplan [plan]`.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what an apply would change.",
    discussion: """
      Reads the manifests, the store and the state, and changes nothing. It takes no lock, and warns when an apply holds it.

      Listing the members of a segment needs the scope Customers: modify, so that planning needs it too.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: ArgumentHelp("Save the plan, for segapply to do exactly that.", valueName: "file"), completion: .file())
  var out: String?

  @OptionGroup var lifetime: PlanLifetimeOptions

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 0 for no changes and 2 for changes.")
  var hasDetailedExitStatus = false

  @Flag(
    help: """
      Plan nothing: print every folder under the paths that holds manifests as a JSON matrix, for a pipeline with a job a store. Asks no \
      store.
      """
  )
  var workspaceMatrix = false

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Manifests") var day: DayOptions
  @OptionGroup var target: TargetOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Reports") var review: ReviewOptions
  @OptionGroup(title: "Guardrails") var guardrails: GuardrailOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if let day = day.at, out != nil {
      throw ValidationError("A plan as of \(day) is to look at, not to apply: --at and --out do not go together.")
    }
  }

  func run() async throws {
    if workspaceMatrix {
      let job = WorkspaceMatrixJob(paths: manifests.orWorkingFolder)
      return try await runCommand("segplan", output) { try job.run($0) }
    }
    let job = PlanJob(
      paths: manifests.orWorkingFolder,
      configuration: configuration,
      day: day.at,
      targets: target.targets,
      outputPath: out,
      review: review,
      showsAllMembers: view.allMembers,
      hasDetailedExitStatus: hasDetailedExitStatus,
      overrides: guardrails.overrides,
      connection: connection,
      lifetime: lifetime
    )
    try await runCommand("segplan", output) { try await job.run($0) }
  }
}
