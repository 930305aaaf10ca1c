import ArgumentParser
import CommandLineSupport

/// `segplan why`.
struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explain why a member is to come, to go, or to stay.",
    discussion: "Says where it is declared, whether it is live, and whether an apply put it there."
  )

  @Argument(help: "The name of a declared segment.")
  var segment: String

  @Argument(help: "The id of a shopper profile.")
  var member: String

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = WhyJob(
      segment: segment,
      member: member,
      paths: manifests.orWorkingFolder,
      configuration: configuration,
      connection: connection
    )
    try await runCommand("segplan why", output) { try await job.run($0) }
  }
}
