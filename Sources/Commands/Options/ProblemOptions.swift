import ArgumentParser

/// How problems of manifests are given to those who must mend them.
struct ProblemOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How the problems are printed.", valueName: "format"))
  var format: ProblemFormat = .human

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp("Also write a report, and any number of them: \(ProblemReportKind.names).", valueName: "kind=file"),
    completion: .file()
  )
  var reports: [ReportFile<ProblemReportKind>] = []

  init() {}
}

/// In which form problems go to standard output.
enum ProblemFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// For people, on standard error.
  case human
  /// Annotations for a workflow's log.
  case github
}

/// What a report of problems is for.
enum ProblemReportKind: String, ReportKind {
  /// GitLab's Code Quality.
  case codequality
  case sarif
}
