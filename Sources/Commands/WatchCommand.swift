import ArgumentParser
import Diagnostics
import FoundationEssentials
import Planning
import Reconciliation
import Reporting
import Synchronization

/// `segplan watch`.
struct WatchCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Look for drift again and again, as a service.",
    discussion: """
      Prints one line for each check. Every check reads the manifests and the state again. Checks never overlap, and the pause between them \
      varies by 10 %. --notify posts a message when drift appears or changes, not at every check. SIGTERM and Ctrl-C end it with 0.

      If you have a scheduler, run `segplan drift` from it instead: it checks once and exits.
      """
  )

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup var watch: WatchOptions
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Reports") var options: DriftOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  /// By which part of the interval a pause may be longer or shorter, so that many watchers do not ask at the same moment.
  private static let jitter = 0.1

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let publisher = try DriftPublisher(options, context)
    try publisher.prepare()
    // What is wrong with the environment stays wrong: better told now than at every check.
    _ = try StoreConnection(connection, context, manifests: manifests.orWorkingFolder)
    let board = WatchBoard(filter: context.filter)
    let stop = StopRequest()
    try await StopSignals.withStopSignals(stop, onFirst: { context.console.note("Stopping.") }) {
      do {
        try await stop.cancelling(after: .zero) {
          try await serving(board, context.console) { try await loop(publisher, board, context) }
        }
      } catch is CancellationError where stop.isInterruption {
        // What a service is to do when it is told to go.
      }
    }
    return .success
  }

  private func serving(
    _ board: WatchBoard,
    _ console: Console,
    _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    guard let listen = watch.listen else { return try await body() }
    try await MetricsServer.withServer(on: listen, answer: board.answer) { address in
      console.write("Listening on http://\(address)\n")
      try await body()
    }
  }

  /// One check after the other; the pause begins when a check has ended.
  private func loop(_ publisher: DriftPublisher, _ board: WatchBoard, _ context: CommandContext) async throws {
    var known: DriftReport?
    while true {
      let context = context.renewed()
      let status = try await check(publisher, context, previous: known)
      let isNews = status.report.map { !$0.isSameDrift(as: known) } ?? false
      board.show(status, page: watch.listen == nil ? nil : status.report.map(publisher.html))
      do {
        try await publisher.publish(status, isNews: isNews)
      } catch let error as any DiagnosedError {
        // A full disk or a webhook that is down does not end the watch.
        context.console.report(error.diagnostics)
      }
      if status.succeeded { known = status.report }
      try await Task.sleep(for: watch.every.duration * Double.random(in: (1 - Self.jitter)...(1 + Self.jitter)))
    }
  }

  /// A check that fails is told, and the next one is made all the same.
  private func check(
    _ publisher: DriftPublisher,
    _ context: CommandContext,
    previous: DriftReport?
  ) async throws -> DriftMetrics.Status {
    do {
      let result = try await DriftCheck(paths: manifests.orWorkingFolder, configuration: configuration, connection: connection)
        .run(context)
      context.console.report(result.warnings)
      var status = result.status
      status.report = publisher.visible(result.report)
      if let report = status.report {
        context.console.write("\(report.header.checkedAt) \(DriftText.summary(of: report))\n")
      }
      return status
    } catch let failure as DriftCheck.Failure {
      try Task.checkCancellation()
      context.console.report(Diagnostic.describing(failure.cause))
      var status = failure.status
      // The last numbers stay; the metrics say that they are old.
      status.report = previous
      return status
    }
  }
}

/// What the last check found, for whoever asks over HTTP.
final class WatchBoard: Sendable {
  private let filter: OutputFilter
  private let last = Mutex<(status: DriftMetrics.Status, page: String?)?>(nil)

  init(filter: OutputFilter) { self.filter = filter }

  /// - Parameters:
  ///   - status: The check.
  ///   - page: Its report in HTML, as it may be seen.
  func show(_ status: DriftMetrics.Status, page: String?) { last.withLock { $0 = (status, page) } }

  /// `/` with the last report in HTML; `/metrics` in Prometheus' format; `/healthz` with 200 while the last check succeeded or none has ended yet, else 503.
  @Sendable func answer(_ path: String) -> MetricsAnswer? {
    let (status, page) = last.withLock { ($0?.status, $0?.page) }
    switch path {
    case "/":
      guard let page else { return MetricsAnswer(status: 503, body: "no check has succeeded yet\n") }
      return MetricsAnswer(status: 200, contentType: "text/html; charset=utf-8", body: page)
    case "/metrics":
      let text = filter.text(status.map(DriftMetrics.text) ?? "")
      return MetricsAnswer(status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: text)
    case "/healthz":
      guard let status else { return MetricsAnswer(status: 200, body: "starting\n") }
      return MetricsAnswer(status: status.succeeded ? 200 : 503, body: status.succeeded ? "ok\n" : "the last check failed\n")
    default: return nil
    }
  }
}
