import ArgumentParser
import Diagnostics
import HTTPExchange
import Planning
import Reporting
import SegmentModel
import StateStorage

/// Sends a review to standard output, the files of `--report`, and a workflow's summary and outputs.
struct ReviewPublisher {
  private let options: ReviewOptions
  private let showsAllMembers: Bool
  private let context: CommandContext
  private let files: ReportFiles

  /// Checks before any other work whether the reports can be written.
  init(_ options: ReviewOptions, showsAllMembers: Bool, _ context: CommandContext, beside state: StateLocation? = nil) throws {
    self.options = options
    self.showsAllMembers = showsAllMembers
    self.context = context
    files = try ReportFiles(options.reports.files.map(\.path), context, beside: state)
  }

  /// Whether standard output has the problems, so that standard error does not need them.
  var showsProblems: Bool { options.format == .github }

  /// Publishes that nothing could be planned; reports that need a plan are not written.
  ///
  /// Returns the review as it may be seen; `nil` for wrong usage, which concerns only the person at the keyboard.
  @discardableResult
  func publish(failure error: any Error) throws -> Review? {
    if error is ValidationError || error is ExitCode { return nil }
    return try publish(Review(failure: Diagnostic.describing(error)))
  }

  /// Returns the review as it may be seen.
  @discardableResult
  func publish(_ review: Review) throws -> Review {
    let placed = RepositoryPaths(context.environment).review(review)
    let review = context.redaction?.review(placed) ?? placed
    try show(review)
    for report in options.reports.files {
      if let text = try text(report.kind, review) {
        // A page has filtered its text; its script must not be filtered.
        try files.write(filtered: report.kind == .html ? text : context.filter.text(text), to: report.path)
      } else {
        context.console.note("\(report.path) was not written, because there is no plan.")
        try files.end(report.path)
      }
    }
    return review
  }

  private func show(_ review: Review) throws {
    let console = context.console
    switch options.format {
    case .human:
      if let plan = review.plan { console.write(humanText(plan, review.planID, style: console.style)) }
    case .json:
      if let text = try text(.json, review) { console.write(text) }
    case .markdown:
      console.write(markdown(review))
    case .github:
      if let plan = review.plan { console.write(WorkflowCommands.harmless(humanText(plan, review.planID, style: .plain))) }
      console.write(commands: WorkflowCommands.annotations(review.problems))
      if let plan = review.plan { console.write(commands: WorkflowCommands.notices(plan, places: review.places)) }
      try append(markdown(review), to: "GITHUB_STEP_SUMMARY")
      try append(GitHubOutput.text(review), to: "GITHUB_OUTPUT")
    }
  }

  /// Appends to the file that a variable names.
  private func append(_ text: String, to variable: String) throws {
    if let path = EnvironmentVariables(context.environment)[variable] { try files.append(text, to: path) }
  }

  /// `nil` if the report needs a plan and planning failed.
  private func text(_ kind: ReviewOptions.Kind, _ review: Review) throws -> String? {
    switch kind {
    case .markdown: markdown(review)
    case .json: try review.plan.map { try json($0, review) }
    case .gitlab: review.plan.map { GitLabPlanReport.text($0) }
    case .dotenv: GitHubOutput.dotenv(review)
    case .codequality: CodeQualityReport.text(review.problems)
    case .junit: JUnitReport.text(review)
    case .html: HTMLReport(redaction: context.redaction, filter: context.filter.text).text(review)
    case .sarif:
      SARIFReport.text(
        review.problems,
        category: "segplan/\(review.plan?.header.store ?? StoreEnvironment.store(context.environment))",
        toolVersion: ToolVersion.current
      )
    }
  }

  private func humanText(_ plan: Plan, _ id: PlanID?, style: TextStyle) -> String {
    if context.console.isQuiet { return PlanReport.summary(of: plan) + "\n" }
    return PlanReport(style: style, showsAllMembers: showsAllMembers).text(plan, id: id)
  }

  private func markdown(_ review: Review) -> String { MarkdownReport(limit: options.maxLength).text(review) }

  private func json(_ plan: Plan, _ review: Review) throws -> String {
    let bytes =
      if let redaction = context.redaction {
        try PlanCodec.encodeRedacted(
          plan,
          id: review.planID ?? plan.id,
          guardrails: review.findings,
          label: redaction.label,
          customerLabel: redaction.label
        )
      } else {
        try PlanCodec.encode(plan, guardrails: review.findings)
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
