import ArgumentParser
import CommandLineSupport

/// `segplan expiring`.
struct ExpiringCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expiring",
    abstract: "List the members whose declaration is about to expire.",
    discussion: """
      Reads the manifests and their lists alone, and needs no store. A member leaves at the start of the day, UTC, that `expires:` names.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: ArgumentHelp("How far to look: 14d, 2w.", valueName: "days"))
  var within = DaySpan(days: 14)

  @Option(help: "How to list them.")
  var format = ExpiringFormat.human

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Manifests") var day: DayOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = ExpiringJob(
      paths: manifests.orWorkingFolder,
      configuration: configuration,
      day: day.at,
      days: within,
      format: format,
      showsAllMembers: view.allMembers
    )
    try await runCommand("segplan expiring", output) { try job.run($0) }
  }
}
