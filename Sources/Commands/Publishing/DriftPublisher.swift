import FoundationEssentials
import Planning
import Reporting

/// Sends drift to the files of `--report` and the address of `--notify`.
struct DriftPublisher: Sendable {
  private let options: DriftOptions
  private let context: CommandContext
  private let files: ReportFiles
  private let messenger: Messenger

  /// Checks before any other work whether the reports can be written.
  init(_ options: DriftOptions, _ context: CommandContext) throws {
    self.options = options
    self.context = context
    messenger = try Messenger(options.notify, context)
    files = try ReportFiles(options.reports.files.map(\.path), context)
  }

  /// Publishes a check, and posts a message if drift is news.
  func publish(_ status: DriftMetrics.Status, isNews: Bool = true) async throws {
    for file in options.reports.files {
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
