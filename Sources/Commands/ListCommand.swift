import ArgumentParser
import Reconciliation
import Reporting

/// `segplan list`.
struct ListCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the segments of the store, with their size and where they are declared.",
    discussion: """
      Prints one line for each segment that the store has, a manifest declares, or the state records: how many members are live and recorded, \
      and where it is declared. The store counts the members, which takes one request per segment.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: "How to print the list.")
  var format = AnswerFormat.human

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let loaded = try configuration.load(manifests.paths, context)
    let connected = try StoreConnection(connection, context, manifests: manifests.paths)
    let segments = try await connected.withReconciler { try await $0.overview(loaded) }
    context.console.write(format == .json ? OverviewReport.json(segments) : OverviewReport.text(segments))
    return .success
  }
}
