import Diagnostics
import FoundationEssentials
import Planning
import Reconciliation
import Reporting
import StoreClient

/// Looks once for what somebody else changed in the store.
package struct DriftJob: Sendable {
  package let paths: [String]
  package let configuration: ConfigurationOptions
  package let format: DriftFormat
  package let showsAllMembers: Bool
  package let options: DriftOptions
  package let connection: ConnectionOptions

  package init(
    paths: [String],
    configuration: ConfigurationOptions,
    format: DriftFormat,
    showsAllMembers: Bool,
    options: DriftOptions,
    connection: ConnectionOptions
  ) {
    self.paths = paths
    self.configuration = configuration
    self.format = format
    self.showsAllMembers = showsAllMembers
    self.options = options
    self.connection = connection
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let publisher = try DriftPublisher(options, context)
    try publisher.prepare()
    let check = DriftCheck(paths: paths, configuration: configuration, connection: connection)
    let result: DriftCheck.Result
    do {
      result = try await check.run(context)
    } catch let failure as DriftCheck.Failure {
      // Whoever reads the metrics must see that nobody looked.
      try await publisher.publish(failure.status)
      throw failure.cause
    }
    context.console.report(result.warnings)
    let report = publisher.visible(result.report)
    try show(report, context.console)
    var status = result.status
    status.report = report
    try await publisher.publish(status)
    return report.hasDrift ? .changes : .success
  }

  private func show(_ report: DriftReport, _ console: Console) throws {
    switch format {
    case .human: console.write(DriftText(style: console.style, showsAllMembers: showsAllMembers).text(report))
    case .json: console.write(try DriftJSON.text(report))
    case .markdown: console.write(DriftMarkdown().text(report))
    }
  }
}

/// One look at the store, with how long it took.
struct DriftCheck: Sendable {
  struct Result: Sendable {
    let report: DriftReport
    let warnings: [Diagnostic]
    let status: DriftMetrics.Status
  }

  /// A look that failed, and what the metrics say of it.
  struct Failure: Error {
    let cause: any Error
    let status: DriftMetrics.Status
  }

  let paths: [String]
  let configuration: ConfigurationOptions
  let connection: ConnectionOptions

  /// - Throws: ``Failure``.
  func run(_ context: CommandContext) async throws -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    func status(_ report: DriftReport?) -> DriftMetrics.Status {
      let duration = (clock.now - start).components
      return DriftMetrics.Status(
        report: report,
        lastCheck: Date.now.timeIntervalSince1970,
        duration: Double(duration.seconds) + Double(duration.attoseconds) / 1e18,
        succeeded: report != nil,
        store: StoreEnvironment.store(context.environment)
      )
    }
    do {
      let connected = try StoreConnection(connection, context, manifests: paths)
      let loaded = try LoadedConfiguration(paths: paths, configuration.loading(context.environment, on: context.today))
      let request = DriftRequest(configuration: loaded, cache: connection.cache(isTrusted: true), workers: connection.parallelism)
      let found = try await StoreClient.withStoreClient(connected.settings) { client in
        try await connected.withState { state in
          try await request.detect(context.identity, client: client, state: state)
        }
      }
      return Result(report: found.report, warnings: found.warnings, status: status(found.report))
    } catch {
      throw Failure(cause: error, status: status(nil))
    }
  }
}
