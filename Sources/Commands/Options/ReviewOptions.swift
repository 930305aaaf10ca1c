import ArgumentParser
import Reporting

/// How a plan is given to its reviewers.
struct ReviewOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How the plan is printed.", valueName: "format"))
  var format: PlanFormat = .human

  @Option(
    help: ArgumentHelp(
      "The most characters of the Markdown; what does not fit is counted. At least \(MarkdownReport.shortestLength).",
      valueName: "n"
    )
  )
  var maxLength = MarkdownReport.standardLength

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Also write a report, and any number of them: \(ReviewReportKind.names).",
      valueName: "kind=file"
    ),
    completion: .file()
  )
  var reports: [ReviewReport] = []

  init() {}

  func validate() throws {
    guard maxLength >= MarkdownReport.shortestLength else {
      throw ValidationError("--max-length takes a number from \(MarkdownReport.shortestLength).")
    }
    try Self.requireDistinct(reports.map(\.path))
  }

  /// - Throws: `ValidationError` when two reports would go to one file.
  static func requireDistinct(_ paths: [String]) throws {
    var known: Set<String> = []
    for path in paths where !known.insert(path).inserted {
      throw ValidationError("Two reports would be written to \(path).")
    }
  }
}

/// What a report of a plan is for.
enum ReviewReportKind: String, Hashable, Sendable, CaseIterable {
  case markdown
  case json
  /// GitLab's counts for its Terraform widget.
  case gitlab
  /// GitLab's Code Quality.
  case codequality
  case junit
  case sarif

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A report to write: `KIND=FILE` on the command line.
struct ReviewReport: ExpressibleByArgument, Hashable, Sendable {
  let kind: ReviewReportKind
  let path: String

  init?(argument: String) {
    guard let (name, path) = ReportArgument.split(argument), let kind = ReviewReportKind(rawValue: name) else { return nil }
    self.kind = kind
    self.path = path
  }
}

/// The form `KIND=FILE`.
enum ReportArgument {
  /// `nil` when there is no kind or no file.
  static func split(_ argument: String) -> (kind: String, path: String)? {
    guard let sign = argument.firstIndex(of: "=") else { return nil }
    let path = argument[argument.index(after: sign)...]
    return path.isEmpty ? nil : (String(argument[..<sign]), String(path))
  }
}
