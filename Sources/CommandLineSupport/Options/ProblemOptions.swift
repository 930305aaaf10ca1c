package import ArgumentParser

/// How problems of manifests are given to those who must mend them.
package struct ProblemOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How the problems are printed.", valueName: "format"))
  package var format: ProblemFormat = .human

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp("Also write a report, and any number of them: \(ProblemReportKind.names).", valueName: "kind=file"),
    completion: .file()
  )
  package var reports: [ProblemReport] = []

  package init() {}

  package func validate() throws { try ReviewOptions.requireDistinct(reports.map(\.path)) }
}

/// In which form problems go to standard output.
package enum ProblemFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// For people, on standard error.
  case human
  /// Annotations for a workflow's log.
  case github
}

/// What a report of problems is for.
package enum ProblemReportKind: String, Hashable, Sendable, CaseIterable {
  /// GitLab's Code Quality.
  case codequality
  case sarif

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A report to write: `KIND=FILE` on the command line.
package struct ProblemReport: ExpressibleByArgument, Hashable, Sendable {
  package let kind: ProblemReportKind
  package let path: String

  package init?(argument: String) {
    guard let (name, path) = ReportArgument.split(argument), let kind = ProblemReportKind(rawValue: name) else { return nil }
    self.kind = kind
    self.path = path
  }
}
