import ArgumentParser
import Diagnostics
import Reconciliation
import Reporting
import SegmentModel
import StoreClient

/// Explains one member of one segment.
package struct WhyJob: Sendable {
  package let segment: String
  package let member: String
  package let paths: [String]
  package let configuration: ConfigurationOptions
  package let connection: ConnectionOptions

  package init(
    segment: String,
    member: String,
    paths: [String],
    configuration: ConfigurationOptions,
    connection: ConnectionOptions
  ) {
    self.configuration = configuration
    self.segment = segment
    self.member = member
    self.paths = paths
    self.connection = connection
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    guard let id = ShopperProfileID(member) else {
      throw ValidationError("A member is the id of a shopper profile, such as a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234.")
    }
    let configuration = try LoadedConfiguration(
      paths: paths,
      configuration.loading(context.environment, on: context.today)
    )
    let connected = try StoreConnection(connection, context, manifests: paths)
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
