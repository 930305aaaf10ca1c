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

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 0 for no changes and 2 for changes.")
  var hasDetailedExitStatus = false

  @Flag(
    help: """
      Plan nothing: print every folder under the paths that holds manifests as a JSON matrix, for a pipeline with a job a store. Asks no \
      store.
      """
  )
  var workspaceMatrix = false

  @OptionGroup var target: TargetOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Reports") var review: ReviewOptions
  @OptionGroup(title: "Guardrails") var guardrails: GuardrailOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    if workspaceMatrix {
      let job = WorkspaceMatrixJob(paths: manifests.orWorkingFolder)
      return try await runCommand("segplan", output) { try job.run($0) }
    }
    let job = PlanJob(
      paths: manifests.orWorkingFolder,
      targets: target.targets,
      outputPath: out,
      review: review,
      showsAllMembers: view.allMembers,
      hasDetailedExitStatus: hasDetailedExitStatus,
      overrides: guardrails.overrides,
      connection: connection
    )
    try await runCommand("segplan", output) { try await job.run($0) }
  }
}
