import ArgumentParser
import CommandLineSupport

/// `segplan watch`.
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Look for drift again and again, as a service.",
    discussion: """
      Prints a line a check. Manifests and state are read anew for each; checks never overlap; pauses vary by a tenth. --notify is \
      posted when drift appears or changes, not at every check. SIGTERM and Ctrl-C end it with 0.

      Where a scheduler is at hand, `segplan drift` does the same without a process that stays.
      """
  )

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup var watch: WatchOptions
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Reports") var options: DriftOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = WatchJob(
      paths: manifests.orWorkingFolder,
      configuration: configuration,
      watch: watch,
      options: options,
      connection: connection
    )
    try await runCommand("segplan watch", output) { try await job.run($0) }
  }
}
