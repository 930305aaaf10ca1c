import Diagnostics
import FoundationEssentials
import Planning
import Reporting
import StateStorage

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

  /// Writes the reports of a check.
  func publish(_ status: DriftMetrics.Status) throws {
    for file in options.reports.files {
      switch (file.kind, status.report) {
      case (.prometheus, _): try files.write(DriftMetrics.text(status), to: file.path)
      case (.json, let report?) where status.succeeded: try files.write(DriftJSON.text(report), to: file.path)
      case (.markdown, let report?) where status.succeeded: try files.write(MarkdownReport().text(report), to: file.path)
      case (.html, let report?) where status.succeeded: try files.write(filtered: html(report), to: file.path)
      case (.json, _), (.markdown, _), (.html, _): try files.end(file.path)
      }
    }
  }

  /// Posts what no message has said yet, and returns what messages have said.
  ///
  /// That is kept beside the state, for checks by other processes. `said` is what this process knows of it. If it cannot be kept,
  /// the run warns.
  func notify(_ check: DriftCheck, said: DriftNews?, _ state: StateOptions, manifests: [String]) async throws -> DriftNews? {
    guard messenger.hasAddress else { return nil }
    func withPlace(_ body: (any StoredDocument) async throws -> Void) async throws {
      let location = try state.location(context, manifests: manifests)
      do {
        try await state.withBackend(at: location, context) { try await body($0.beside("messages")) }
      } catch let error as any DiagnosedError {
        let detail = "A later check may post a message again, or count failed checks from the start."
        let summary = "what messages have said cannot be kept: \(error.diagnostics.first?.summary ?? "no reason")"
        context.console.report([Diagnostic(("messages-not-kept", summary, detail)).asWarning])
      }
    }
    var known = said
    if said == nil { try await withPlace { known = try await $0.read().flatMap(DriftNews.init) } }
    var news = known ?? DriftNews()
    let report = check.error == nil ? check.status.report : nil
    let problem = check.error.flatMap { Diagnostic.describing($0).first?.summary }
    for message in news.messages(after: report) {
      let text = report.flatMap { message == .drift ? ChatMessage($0) : nil }
      guard try await messenger.send(text ?? ChatMessage(message, store: check.status.store, problem: problem)) else {
        return known
      }
    }
    if news != known { try await withPlace { _ = try await $0.write(try news.line(), replacing: $0.read()?.version) } }
    return news
  }

  /// The report as a page, as it may be seen.
  func html(_ report: DriftReport) -> String {
    HTMLReport(redaction: context.redaction, filter: context.filter.text).text(report)
  }
}

extension DriftNews {
  /// `nil` if the document is damaged.
  fileprivate init?(_ stored: StoredBytes) {
    guard let news = try? JSONDecoder().decode(Self.self, from: Data(stored.bytes)) else { return nil }
    self = news
  }

  fileprivate func line() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) + [UInt8(ascii: "\n")] }
}
