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
  var reports: [ProblemReport] = []

  init() {}

  func validate() throws { try ReviewOptions.requireDistinct(reports.map(\.path)) }
}

/// In which form problems go to standard output.
enum ProblemFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// For people, on standard error.
  case human
  /// Annotations for a workflow's log.
  case github
}

/// What a report of problems is for.
enum ProblemReportKind: String, Hashable, Sendable, CaseIterable {
  /// GitLab's Code Quality.
  case codequality
  case sarif

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A report to write: `KIND=FILE` on the command line.
struct ProblemReport: ExpressibleByArgument, Hashable, Sendable {
  let kind: ProblemReportKind
  let path: String

  init?(argument: String) {
    guard let (name, path) = ReportArgument.split(argument), let kind = ProblemReportKind(rawValue: name) else { return nil }
    self.kind = kind
    self.path = path
  }
}
