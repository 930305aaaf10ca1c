import ArgumentParser
import Diagnostics
import Manifests
import Planning
import Reconciliation
import Reporting
import SegmentModel

/// `segplan validate`.
struct ValidateCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check manifests without a store.",
    discussion: "Reports all problems of all manifests at once, with line and column, and exits with 1 if there is an error."
  )

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Manifests") var day: DayOptions
  @OptionGroup(title: "Reports") var problems: ProblemOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) throws -> ExitStatus {
    let files = try ReportFiles(problems.reports.files.map(\.path), context)
    let loaded: LoadedConfiguration
    do {
      loaded = try configuration.load(manifests.paths, context, on: day.at)
    } catch {
      // The reports must have the errors too.
      try publish(Diagnostic.describing(error), to: files, context)
      throw error
    }
    try publish(loaded.warnings, to: files, context)
    if problems.format == .human { context.console.report(loaded.warnings) }
    let members = loaded.configuration.segments.reduce(0) { $0 + $1.declaredCount(on: loaded.configuration.day) }
    context.console.write(
      """
      Valid: \(Quantity.of(loaded.configuration.segments.count, "segment")) with \(Quantity.of(members, "member")) \
      in \(Quantity.of(loaded.manifestCount, "manifest")).\n
      """
    )
    return .success
  }

  private func publish(_ problems: [Diagnostic], to files: ReportFiles, _ context: CommandContext) throws {
    let placed = problems.map(RepositoryPaths(context.environment).problem)
    let found = context.redaction?.review(Review(failure: placed)).problems ?? placed
    if self.problems.format == .github { context.console.write(commands: WorkflowCommands.annotations(found)) }
    for report in self.problems.reports.files {
      switch report.kind {
      case .codequality: try files.write(CodeQualityReport.text(found), to: report.path)
      case .sarif:
        // A plan in the same run has another category, so that neither log replaces the other.
        let category = "segplan-validate/\(StoreEnvironment.store(context.environment))"
        try files.write(SARIFReport.text(found, category: category, toolVersion: ToolVersion.current), to: report.path)
      }
    }
  }
}
