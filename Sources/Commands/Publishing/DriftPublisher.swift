import FoundationEssentials
import Notification
import Planning
import Reporting

/// Gives drift to everybody who waits for it: the files of `--report`, and the address of `--notify`.
struct DriftPublisher: Sendable {
  private let options: DriftOptions
  private let context: CommandContext
  private let files: ReportFiles
  private let notifier: Notifier?
  private let format: NotificationFormat

  /// - Throws: `NotificationError` for an address that is none.
  init(_ options: DriftOptions, _ context: CommandContext) throws {
    self.options = options
    self.context = context
    files = ReportFiles(context)
    let address = try options.address(context.environment)
    format = options.notifyFormat ?? (address?.isTeams == true ? .teams : .slack)
    notifier = address.map { address in
      Notifier(address: address, userAgent: "segplan/\(ToolVersion.current)", network: context.network) { pause in
        try await context.reportedPause(pause, "\(address.host) did not take the message")
      }
    }
  }

  /// Finds out before any work whether the reports can be written.
  ///
  /// - Throws: `FileAccessError`.
  func prepare() throws { try files.requireWritable(options.reports.map(\.path)) }

  /// The report as it may be seen.
  func visible(_ report: DriftReport) -> DriftReport { context.redaction?.drift(report) ?? report }

  /// - Parameters:
  ///   - status: The check, its report made ``visible(_:)``.
  ///   - isNews: Whether to notify when there is drift.
  ///
  /// A message that cannot be delivered is a warning.
  ///
  /// - Throws: `FileAccessError`, `CancellationError`.
  func publish(_ status: DriftMetrics.Status, isNews: Bool = true) async throws {
    for file in options.reports {
      switch (file.kind, status.report) {
      case (.prometheus, _): try files.write(DriftMetrics.text(status), to: file.path)
      case (.json, let report?) where status.succeeded: try files.write(DriftJSON.text(report), to: file.path)
      case (.markdown, let report?) where status.succeeded: try files.write(DriftMarkdown().text(report), to: file.path)
      case (.json, _), (.markdown, _): try files.end(file.path)
      }
    }
    guard let notifier, isNews, status.succeeded, let report = status.report, report.hasDrift else { return }
    let message =
      switch format {
      case .slack: try DriftMessage.slack(report)
      case .teams: try DriftMessage.teams(report)
      case .json: try DriftMessage.generic(report)
      }
    do {
      try await notifier.send(context.filter.text(message))
    } catch let error as NotificationError {
      // Whether there is drift does not depend on who hears of it: the exit status stays.
      context.console.report(error.diagnostics)
    }
  }
}
