import ArgumentParser
import Diagnostics
import FoundationEssentials
import Planning
import Reconciliation
import Reporting
import StoreClient

/// `segplan drift`.
struct DriftCommand: RunnableCommand {
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

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let publisher = try DriftPublisher(options, context)
    try publisher.prepare()
    let check = DriftCheck(paths: manifests.orWorkingFolder, configuration: configuration, connection: connection)
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
    show(report, context.console)
    var status = result.status
    status.report = report
    try await publisher.publish(status)
    return report.hasDrift ? .changes : .success
  }

  private func show(_ report: DriftReport, _ console: Console) {
    switch format {
    case .human where console.isQuiet: console.write(DriftText.summary(of: report) + "\n")
    case .human: console.write(DriftText(style: console.style, showsAllMembers: view.allMembers).text(report))
    case .json: console.write(DriftJSON.text(report))
    case .markdown: console.write(MarkdownReport().text(report))
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
      let cache = connection.cache(isTrusted: true)
      let found = try await connected.withReconciler { try await $0.drift(loaded, cache: cache) }
      return Result(report: found.report, warnings: found.warnings, status: status(found.report))
    } catch {
      throw Failure(cause: error, status: status(nil))
    }
  }
}
