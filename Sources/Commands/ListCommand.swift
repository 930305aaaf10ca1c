import ArgumentParser
import Diagnostics
import Reconciliation
import Reporting
import StoreClient

/// `segplan list`.
struct ListCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the segments of the store, with their size, declaration and record.",
    discussion: """
      One line for each segment that the store has, a manifest declares, or the state records: how many members are live and recorded, and \
      where it is declared. The store counts the members: this takes one request for each segment.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: "How to list them.")
  var format = AnswerFormat.human

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let options = try configuration.loading(context.environment, on: context.today)
    let loaded = try LoadedConfiguration(paths: manifests.orWorkingFolder, options)
    let connected = try StoreConnection(connection, context, manifests: manifests.orWorkingFolder)
    let segments = try await connected.withReconciler { try await $0.overview(loaded) }
    switch format {
    case .human: context.console.write(OverviewReport.text(segments))
    case .json: context.console.write(OverviewReport.json(segments))
    }
    return .success
  }
}
