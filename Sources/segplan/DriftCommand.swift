import ArgumentParser
import CommandLineSupport

/// `segplan drift`.
struct DriftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Find what somebody else changed in the store.",
    discussion: """
      Compares the store with what the last apply recorded, and says what an apply would take back. Changes that are declared and not \
      applied yet are no drift. Without a state it compares the store with the manifests, and cannot tell the two apart.

      Exits with 0 for no drift, 1 for an error, 2 for drift.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: ArgumentHelp("How drift is printed.", valueName: "format"))
  var format: DriftFormat = .human

  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Reports") var options: DriftOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = DriftJob(
      paths: manifests.orWorkingFolder,
      configuration: configuration,
      format: format,
      showsAllMembers: view.allMembers,
      options: options,
      connection: connection
    )
    try await runCommand("segplan drift", output) { try await job.run($0) }
  }
}
