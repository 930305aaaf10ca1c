import ArgumentParser
import Diagnostics
import FoundationEssentials
import Planning
import Reconciliation
import Reporting
import SegmentModel

/// `segplan drift`.
struct DriftCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Find changes made outside segapply.",
    discussion: """
      Compares the store with what the last apply recorded, and shows which changes the next apply would revert. Declared changes that are \
      not applied yet are not drift. Without a state, it compares the store with the manifests, and cannot tell the two apart.

      Exits with 0 for no drift, 1 for an error, 2 for drift. With --unapplied, it also exits with 2 for declared changes that are not applied.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: .value("format", "How to print drift."))
  var format = DriftOptions.Format.human

  @Flag(help: "Also show what is declared and not applied yet, and exit with 2 for it.")
  var unapplied = false

  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Reports") var options: DriftOptions
  @OptionGroup(title: "Reports") var publishing: PublishOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "State and store") var refreshing: RefreshOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let publisher = try DriftPublisher(options, context)
    let host = try CodeHostPublisher(publishing, context)
    let refresh = Refresh(try refreshing.mode(context.environment))
    let check = await DriftCheck(manifests.paths, configuration, connection, refresh, context)
    context.console.report(check.warnings)
    if let report = check.status.report { show(report, context.console) }
    // The metrics must also show that a check failed.
    try publisher.publish(check.status)
    _ = try await publisher.notify(check, said: nil, connection.state, manifests: manifests.paths)
    if let error = check.error { throw error }
    if let report = check.status.report { try await host?.publish(report) }
    guard let report = check.status.report else { return .success }
    return report.hasDrift || (unapplied && !report.unapplied.isEmpty) ? .changes : .success
  }

  private func show(_ report: DriftReport, _ console: Console) {
    switch format {
    case .human where console.isQuiet: console.write(DriftText.summary(of: report) + "\n")
    case .human:
      console.write(DriftText(style: console.style, showsAllMembers: view.allMembers).text(report, showsUnapplied: unapplied))
    case .json: console.write(DriftJSON.text(report))
    case .markdown: console.write(MarkdownReport().text(report))
    }
  }
}

/// A check of the store.
struct DriftCheck: Sendable {
  /// Its metrics, with the report as it may be seen.
  private(set) var status: DriftMetrics.Status
  var warnings: [Diagnostic] = []
  /// Why the check failed; `nil` if it succeeded.
  var error: (any Error)?
  /// What the next check by count needs to know; `nil` if the check failed.
  private(set) var seen: Refresh.Earlier?

  init(
    _ paths: [String],
    _ configuration: ConfigurationOptions,
    _ connection: ConnectionOptions,
    _ refresh: Refresh,
    _ context: CommandContext
  ) async {
    let clock = ContinuousClock()
    let start = clock.now
    status = DriftMetrics.Status(store: StoreEnvironment.store(context.environment), version: ToolVersion.current)
    do {
      let connected = try StoreConnection(connection, context, manifests: paths)
      let loaded = try configuration.load(paths, context)
      let found = try await connected.withReconciler { try await $0.drift(loaded, refresh) }
      status.report = context.redaction?.drift(found.report) ?? found.report
      status.succeeded = true
      warnings = found.warnings
      seen = found.seen
      status.expiring = Dictionary(grouping: try loaded.expiring(within: 14), by: \.segment.text).mapValues(\.count)
      status.lockedSince = found.lockedSince.map { Double($0.seconds) }
      (status.requests, status.quota) = (found.requests, found.quota)
    } catch {
      self.error = error
    }
    status.duration = (clock.now - start) / .seconds(1)
    status.lastCheck = Date.now.timeIntervalSince1970
  }
}
