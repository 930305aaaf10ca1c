import FoundationEssentials
import Planning
import Reporting

/// Gives drift to everybody who waits for it: the files of `--report`, and the address of `--notify`.
struct DriftPublisher: Sendable {
  private let options: DriftOptions
  private let context: CommandContext
  private let files: ReportFiles
  private let messenger: Messenger

  /// - Throws: `NotificationError` for an address that is none.
  init(_ options: DriftOptions, _ context: CommandContext) throws {
    self.options = options
    self.context = context
    files = ReportFiles(context)
    messenger = try Messenger(options.notify, context)
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
      case (.markdown, let report?) where status.succeeded: try files.write(MarkdownReport().text(report), to: file.path)
      case (.html, let report?) where status.succeeded: try files.write(filtered: html(report), to: file.path)
      case (.json, _), (.markdown, _), (.html, _): try files.end(file.path)
      }
    }
    guard isNews, status.succeeded, let report = status.report, report.hasDrift else { return }
    try await messenger.send(ChatMessage(report))
  }

  /// The report as a page, as it may be seen.
  func html(_ report: DriftReport) -> String {
    HTMLReport(redaction: context.redaction, filter: context.filter.text).text(report)
  }
}
