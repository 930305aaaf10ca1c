import CodeHost
import Diagnostics
import Planning
import Reporting
import SegmentModel

/// Publishes results as comments, commit statuses and issues of a code host.
struct CodeHostPublisher: Sendable {
  /// GitHub's limit is 65,536 characters, and what it counts as one is not documented.
  private static let maximumText = 65_000
  private static let driftLabel = "segplan-drift"

  private let settings: CodeHostSettings
  /// The name of the status, and the first word of every marker.
  private let name: String
  private let context: CommandContext

  /// `nil` without `--publish`.
  ///
  /// - Throws: `DiagnosticsError` with all problems of the environment.
  init?(_ options: PublishOptions, _ context: CommandContext) throws {
    guard let kind = options.publish else { return nil }
    try self.init(kind, options, context)
  }

  init(_ kind: CodeHostSettings.Kind, _ options: PublishOptions, _ context: CommandContext) throws {
    name = try options.name(context.environment)
    settings = try CodeHostSettings(kind, context.environment, userAgent: "segplan/\(ToolVersion.current)") { variable in
      try EnvironmentSecret(variable, "Set one of them to a token with the permissions that docs/ci.md lists.").read(
        context.environment
      )
    }
    self.context = context
  }

  /// The plans that were approved for the commit that this job deploys, at least one.
  ///
  /// - Throws: `MissingApprovalError`; `CodeHostError`.
  func approvedPlans() async throws -> [PlanID] {
    try await settings.withCodeHost(patience()) { [name] in try await $0.approvedPlans(named: name) }
  }

  /// Publishes a plan, as it may be seen: a comment that is kept up to date, and the status that an apply looks for.
  func publish(_ review: Review) async throws {
    let text = text(MarkdownReport(limit: Self.maximumText).text(review), "plan")
    let isNews = review.verdict != .unchanged || !review.problems.isEmpty
    let status = status(of: review)
    try await attempt { [name] host in
      let commit = try host.reviewedCommit()
      try await host.set(status, named: name, on: commit)
      guard let request = commit.request else { return }
      do {
        try await host.publish(text.all, marker: text.marker, in: .comments(request: request), adds: isNews)
      } catch let error as CodeHostError where status.state == .success {
        // Nobody can approve a plan that they do not see.
        try await host.set(CommitStatus(.error, "the plan could not be shown in a comment"), named: name, on: commit)
        throw error
      }
    }
  }

  /// Opens, updates or closes the issue about drift.
  func publish(_ report: DriftReport) async throws {
    let text = text(MarkdownReport(limit: Self.maximumText).text(report), "drift")
    let title = "\(name): drift in the store \(report.header.store)"
    try await attempt { host in
      try await host.publish(
        text.all,
        marker: text.marker,
        titled: title,
        in: .openIssues(label: Self.driftLabel),
        adds: report.hasDrift,
        closes: !report.hasDrift
      )
    }
  }

  /// Comments the outcome of an apply on the request that it deploys.
  ///
  /// A run that had nothing to do leaves the comment alone: it says what an earlier run did.
  func publish(_ report: ApplyReport) async throws {
    if report.ending == .unchanged { return }
    let text = text(MarkdownReport(limit: Self.maximumText).text(report), "report")
    try await attempt(isHurried: report.ending == .interrupted) { host in
      let list = NoteList.comments(request: try await host.deployedRequest())
      try await host.publish(text.all, marker: text.marker, in: list)
    }
  }

  private func status(of review: Review) -> CommitStatus {
    let state: CommitStatus.State =
      switch review.verdict {
      case .unchanged, .changes: .success
      case .stopped: .failure
      case .failed: .error
      }
    return CommitStatus(state, context.filter.text(StatusDescription.text(review)))
  }

  /// A report with a marker of this name in its first line.
  private func text(_ report: String, _ kind: String) -> (marker: String, all: String) {
    let marker = "<!-- \(name):\(kind) -->"
    return (marker, marker + context.filter.text(report).drop { !$0.isNewline })
  }

  /// Publishes; a failure is only reported, because it does not change the result of the run.
  private func attempt(
    isHurried: Bool = false,
    _ body: (CodeHost) async throws -> Void
  ) async throws {
    do {
      try await settings.withCodeHost(patience(isHurried: isHurried)) { try await body($0) }
    } catch let job as UnpublishableJob {
      report("nothing was published", job.reason)
    } catch let error as any DiagnosedError {
      for problem in error.diagnostics { report("not published: \(problem.summary)", problem.detail) }
    }
  }

  private func report(_ summary: String, _ detail: String?) {
    context.console.report([Diagnostic(.warning, code: "not-published", summary: summary, detail: detail)])
  }

  private func patience(isHurried: Bool = false) -> CodeHostPatience {
    CodeHostPatience(isHurried: isHurried) { [context] in try await context.reportedPause($0, $1) }
  }
}
