import ArgumentParser
import CommandLineSupport

/// `segplan validate`.
struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check manifests without a store.",
    discussion:
      "Reports every problem of every manifest at once, each with its line and column, and exits with 1 if there is one."
  )

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Manifests") var day: DayOptions
  @OptionGroup(title: "Reports") var problems: ProblemOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = ValidateJob(
      paths: manifests.orWorkingFolder,
      configuration: configuration,
      day: day.at,
      problems: problems
    )
    try await runCommand("segplan validate", output) { try job.run($0) }
  }
}
