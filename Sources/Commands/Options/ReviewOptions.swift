import ArgumentParser
import Reporting

/// How a plan is given to its reviewers.
struct ReviewOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How the plan is printed.", valueName: "format"))
  var format: PlanFormat = .human

  @Option(
    help: ArgumentHelp(
      "The most characters of the Markdown; what does not fit is counted. At least \(MarkdownReport.minimumLength).",
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
  var reports: [ReportFile<ReviewReportKind>] = []

  init() {}

  func validate() throws {
    guard maxLength >= MarkdownReport.minimumLength else {
      throw ValidationError("--max-length takes a number from \(MarkdownReport.minimumLength).")
    }
  }
}

/// What a report of a plan is for.
enum ReviewReportKind: String, ReportKind {
  case markdown
  case json
  /// GitLab's counts for its Terraform widget.
  case gitlab
  /// GitLab's Code Quality.
  case codequality
  case junit
  case sarif
  /// One page for people, with every member.
  case html
}
