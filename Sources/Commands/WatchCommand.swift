import ArgumentParser
import Diagnostics
import FoundationEssentials
import HTTPExchange
import Planning
import Reconciliation
import Reporting

/// `segplan watch`.
struct WatchCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Check for drift repeatedly, as a service.",
    discussion: """
      Prints one line per check. Every check reads the manifests and the state again. Checks never overlap, and the pause between them \
      varies by 10 %. --notify posts a message when drift appears, changes or ends, not at every check. SIGTERM and Ctrl-C end it with 0.

      If you have a scheduler, run `segplan drift` from it instead: it checks once and exits.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: .value("time", "How long to wait between checks: 30s, 15m, 1h."))
  var every = TimeSpan(.seconds(900), text: "15m")

  @Option(
    help: .value(
      "time",
      "With --refresh counts, how often to list every member anyway: 12h, 24h, 7d. The first check lists them too."
    )
  )
  var fullEvery = TimeSpan(.seconds(86_400), text: "24h")

  @Option(
    help: .value(
      "host:port",
      "Serve the last report (/), /metrics, /healthz and /readyz at this address, such as 127.0.0.1:9464."
    )
  )
  var listen: ListenAddress?

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Reports") var options: DriftOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "State and store") var refreshing: RefreshOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  /// The share by which a pause varies, so that many watchers do not send requests at the same moment.
  private static let jitter = 0.1
  /// In seconds.
  private static let longCheck = 3600.0

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let publisher = try DriftPublisher(options, context)
    // Problems of the environment do not go away, so they end the program now.
    _ = try StoreConnection(connection, context, manifests: manifests.paths)
    let mode = try refreshing.mode(context.environment)
    // A check of millions of members may take long, and waits for the quota.
    let silence = 3 * (every.duration / .seconds(1)) + Self.longCheck
    let board = WatchBoard(filter: context.filter, maximumSilence: silence) { Date.now.timeIntervalSince1970 }
    let stop = StopRequest()
    try await StopSignals.withStopSignals(stop, onFirst: { context.console.note("Stopping.") }) {
      do {
        try await stop.cancelling(after: .zero) {
          try await serving(board, context.console) { try await loop(publisher, board, mode, context) }
        }
      } catch is CancellationError where stop.isInterruption {
        // A signal is the normal end of a service.
      }
    }
    return .success
  }

  func validate() throws {
    if every.duration < .seconds(1) || fullEvery.duration < .seconds(1) {
      throw ValidationError("--every and --full-every must be at least 1s.")
    }
  }

  private func serving(
    _ board: WatchBoard,
    _ console: Console,
    _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    guard let listen else { return try await body() }
    try await HTTPServer.withServer(host: listen.host, port: listen.port, answer: { head, _ in board.answer(head) }) { port in
      console.write("Listening on http://\(ListenAddress(host: listen.host, port: port))\n")
      try await body()
    }
  }

  /// Checks one after the other; a pause begins when a check has ended.
  private func loop(
    _ publisher: DriftPublisher,
    _ board: WatchBoard,
    _ mode: Refresh.Mode,
    _ context: CommandContext
  ) async throws {
    var known: DriftReport?
    var earlier: Refresh.Earlier?
    var said: DriftNews?
    var nextFull = ContinuousClock.now
    while true {
      let context = context.renewed()
      // Without an earlier check, nothing says which segments had drifted.
      let isFull = mode == .full || earlier == nil || ContinuousClock.now >= nextFull
      let start = ContinuousClock.now
      let (check, status) = try await check(context, isFull ? .full : Refresh(.counts, after: earlier), previous: known)
      if check.seen != nil && isFull { nextFull = start + fullEvery.duration }
      earlier = check.seen ?? earlier
      board.show(status, page: listen == nil ? nil : status.report.map(publisher.html))
      do {
        try publisher.publish(status)
        said = try await publisher.notify(check, said: said, connection.state, manifests: manifests.paths)
      } catch let error as any DiagnosedError {
        // A full disk or a webhook that is down does not end the watch.
        context.console.report(error.diagnostics)
      }
      if status.succeeded { known = status.report }
      try await Task.sleep(for: every.duration * Double.random(in: (1 - Self.jitter)...(1 + Self.jitter)))
    }
  }

  /// A failed check is reported and does not end the watch.
  private func check(
    _ context: CommandContext,
    _ refresh: Refresh,
    previous: DriftReport?
  ) async throws -> (DriftCheck, DriftMetrics.Status) {
    let check = await DriftCheck(manifests.paths, configuration, connection, refresh, context)
    context.console.report(check.warnings)
    var status = check.status
    if let error = check.error {
      try Task.checkCancellation()
      context.console.report(Diagnostic.describing(error))
      // The last numbers stay; the metrics show how old they are.
      status.report = previous
    } else if let report = status.report {
      context.console.write("\(report.header.checkedAt) \(DriftText.summary(of: report))\n")
    }
    return (check, status)
  }
}
