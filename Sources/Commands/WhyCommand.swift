import ArgumentParser
import Diagnostics
import Reconciliation
import Reporting
import SegmentModel
import StoreClient

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
    try await runCommand("segplan why", output) { try await run($0) }
  }

  private func run(_ context: CommandContext) async throws -> ExitStatus {
    guard let id = ShopperProfileID(member) else {
      throw ValidationError("A member is the id of a shopper profile, such as a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234.")
    }
    let configuration = try LoadedConfiguration(
      paths: manifests.orWorkingFolder,
      configuration.loading(context.environment, on: context.today)
    )
    let connected = try StoreConnection(connection, context, manifests: manifests.orWorkingFolder)
    let request = PlanRequest(
      configuration: configuration,
      cache: connection.cache(isTrusted: true),
      workers: connection.parallelism
    )
    let explained = try await StoreClient.withStoreClient(connected.settings) { client in
      try await connected.withState { state in
        try await request.explain(id, in: segment, context.identity, client: client, state: state)
      }
    }
    context.console.report(explained.warnings)
    context.console.write(ExplanationReport.text(explained.explanation))
    return .success
  }
}
