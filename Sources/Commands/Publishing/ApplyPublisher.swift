import ArgumentParser
import Diagnostics
import FoundationEssentials
import Planning
import Reconciliation
import Reporting
import StateStorage

/// Sends the outcome of an apply to the files of `--report`, the code host, and the address of `--notify`.
struct ApplyPublisher: Sendable {
  private let options: ApplyReportOptions
  private let context: CommandContext
  private let files: ReportFiles
  private let messenger: Messenger
  private let host: CodeHostPublisher?

  /// Checks before any other work whether the reports can be written.
  init(
    _ options: ApplyReportOptions,
    _ host: CodeHostPublisher?,
    _ context: CommandContext,
    beside state: StateLocation?
  ) throws {
    self.options = options
    self.host = host
    self.context = context
    messenger = try Messenger(options.notify, context)
    files = try ReportFiles(options.reports.files.map(\.path), context, beside: state)
  }

  /// Publishes that the run ended before its first change.
  func publish(failure error: any Error) async throws {
    // Wrong usage concerns only the person at the keyboard.
    if error is ValidationError || error is ExitCode { return }
    let wasInterrupted = ExitStatus(error) == .interrupted
    _ = try await publish(wasInterrupted ? .interrupted : .failed, problems: Diagnostic.describing(error))
  }

  /// Publishes the result, reports problems with the files, and says whether every report was written.
  func publish(_ result: ApplyResult, leftLock: [Diagnostic]) async throws -> Bool {
    switch result {
    case .nothingToDo(let plan):
      return try await publish(leftLock.isEmpty ? .unchanged : .incomplete, plan, problems: leftLock)
    case .declined(let plan): return try await publish(.declined, plan, problems: leftLock)
    case .applied(let outcome, let plan, let wasInterrupted, let unrecorded):
      let isComplete = outcome.isComplete && unrecorded.isEmpty && leftLock.isEmpty
      let problems = OutcomeReport.problems(of: outcome) + unrecorded + leftLock
      let ending: ApplyReport.Ending = isComplete ? .complete : wasInterrupted && unrecorded.isEmpty ? .interrupted : .incomplete
      return try await publish(ending, plan, outcome, problems: problems)
    }
  }

  private func publish(
    _ ending: ApplyReport.Ending,
    _ planned: PlanOfRun? = nil,
    _ outcome: ApplyOutcome = ApplyOutcome(segments: []),
    problems: [Diagnostic] = []
  ) async throws -> Bool {
    let paths = RepositoryPaths(context.environment)
    var whole = ApplyReport(header(planned?.plan), ending)
    whole.plan = planned.map { paths.plan($0.plan) }
    whole.planID = planned?.id
    whole.outcome = outcome
    whole.problems = problems.map(paths.problem)
    let report = context.redaction?.apply(whole) ?? whole
    var isWritten = true
    for file in options.reports.files {
      do {
        try files.write(filtered: text(file.kind, report), to: file.path)
      } catch let error as any DiagnosedError {
        // The other reports and the message can still be sent.
        context.console.report(error.diagnostics)
        isWritten = false
      }
    }
    try await host?.publish(report)
    if isNews(report) { try await messenger.send(ChatMessage(report), isHurried: ending == .interrupted) }
    return isWritten
  }

  private func header(_ plan: Plan?) -> ApplyReport.Header {
    ApplyReport.Header(
      toolVersion: ToolVersion.current,
      run: context.identity.id,
      who: context.identity.who,
      startedAt: context.identity.startedAt,
      finishedAt: Date.now.formatted(.iso8601),
      store: plan?.header.store ?? StoreEnvironment.store(context.environment)
    )
  }

  private func isNews(_ report: ApplyReport) -> Bool {
    let hasFailed = ![.unchanged, .complete, .declined].contains(report.ending)
    switch options.notifyOn {
    case .always: return true
    case .failure: return hasFailed
    case .change: return hasFailed || report.outcome.hasChangedStore
    }
  }

  /// The report as it may be seen.
  private func text(_ kind: ApplyReportOptions.Kind, _ report: ApplyReport) -> String {
    let filter = context.filter
    return switch kind {
    case .markdown: filter.text(MarkdownReport().text(report))
    case .json: filter.text(ApplyJSON.text(report, redaction: context.redaction))
    case .junit: filter.text(JUnitReport.text(report))
    case .html: HTMLReport(redaction: context.redaction, filter: filter.text).text(report)
    case .csv: filter.text(ApplyCSV.text(report, redaction: context.redaction))
    }
  }
}
