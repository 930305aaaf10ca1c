import ArgumentParser
import HTTPExchange
import Reporting

/// The kind of a report: the word before `=` in `--report KIND=FILE`.
protocol ReportKind: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// A report to write: `KIND=FILE` on the command line.
struct ReportFile<Kind: ReportKind>: ExpressibleByArgument, Hashable, Sendable {
  let kind: Kind
  let path: String

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), let kind = Kind(rawValue: String(argument[..<sign])) else { return nil }
    let path = argument[argument.index(after: sign)...]
    if path.isEmpty { return nil }
    self.kind = kind
    self.path = String(path)
  }
}

/// The files to write reports to.
struct ReportOptions<Kind: ReportKind>: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: .value(
      "kind=file",
      "Also write a report; repeat it for several. Kinds: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))."
    ),
    completion: .file()
  )
  var files: [ReportFile<Kind>] = []
}

/// Text for people, or JSON for programs: `docs/schemas` has a schema for each command.
enum AnswerFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  case human
  case json
}

/// How a plan goes to its reviewers.
struct ReviewOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
    case human
    /// The plan file's own JSON: docs/schemas/plan.schema.json.
    case json
    /// For a comment on a pull request or merge request.
    case markdown
    /// Annotations for a workflow's log, Markdown for its summary, counts for its next steps.
    case github
  }

  enum Kind: String, ReportKind {
    case markdown
    case json
    /// GitLab's counts for its Terraform widget.
    case gitlab
    /// GitLab's dotenv report: the counts and the plan id as variables for later jobs.
    case dotenv
    /// GitLab's Code Quality.
    case codequality
    case junit
    case sarif
    /// One page for people, with every member.
    case html
  }

  @Option(help: .value("format", "How to print the plan."))
  var format = Format.human

  @Option(
    help: .value(
      "n",
      "Maximum length of the Markdown in characters, at least \(MarkdownReport.minimumLength). The report says how much it leaves out."
    )
  )
  var maxLength = MarkdownReport.standardLength

  @OptionGroup var reports: ReportOptions<Kind>

  func validate() throws {
    guard maxLength >= MarkdownReport.minimumLength else {
      throw ValidationError("--max-length must be at least \(MarkdownReport.minimumLength).")
    }
  }
}

/// How problems of manifests go to those who must fix them.
struct ProblemOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
    /// For people, on standard error.
    case human
    /// Annotations for a workflow's log.
    case github
  }

  enum Kind: String, ReportKind {
    /// GitLab's Code Quality.
    case codequality
    case sarif
  }

  @Option(help: .value("format", "How to print the problems."))
  var format = Format.human

  @OptionGroup var reports: ReportOptions<Kind>
}

/// Where drift is reported.
struct DriftOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
    case human
    /// For machines: docs/schemas/drift.schema.json.
    case json
    /// For an issue or a comment.
    case markdown
  }

  enum Kind: String, ReportKind {
    case prometheus
    case json
    case markdown
    /// One page for people, with every member.
    case html
  }

  @OptionGroup var reports: ReportOptions<Kind>
  @OptionGroup var notify: NotifyOptions
}

/// Where the outcome of an apply is reported.
struct ApplyReportOptions: ParsableArguments {
  enum Kind: String, ReportKind {
    case markdown
    /// For machines: docs/schemas/apply-report.schema.json.
    case json
    case junit
    /// One page for people, with every member.
    case html
    /// A row for each planned change, for a spreadsheet.
    case csv
  }

  enum Occasion: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
    case always
    /// The run did not do all that was planned.
    case failure
    /// The run changed the store, or did not do all that was planned.
    case change
  }

  @OptionGroup var reports: ReportOptions<Kind>
  @OptionGroup var notify: NotifyOptions

  @Option(help: .value("when", "Which runs to report: all, those that failed, or those that changed the store or failed."))
  var notifyOn = Occasion.change
}

/// Where messages are posted.
struct NotifyOptions: ParsableArguments {
  private static let addressVariable = "SEGPLAN_NOTIFY_URL"

  enum Format: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
    /// `{"text": …}`, for Slack, Mattermost and many others.
    case slack
    /// A card, for workflows of Microsoft Teams.
    case teams
    /// Counts: docs/schemas/notification.schema.json.
    case json
  }

  @Option(help: .value("url", "A webhook for messages, which contain no ids. (default: SEGPLAN_NOTIFY_URL)"))
  var notify: String?

  @Option(help: .value("format", "The format of the message. (default: teams for an address of Microsoft Teams, else slack)"))
  var notifyFormat: Format?

  /// - Throws: `NotificationError` for an invalid address.
  func address(_ environment: [String: String]) throws -> NotificationAddress? {
    let fromEnvironment = EnvironmentVariables(environment)[Self.addressVariable]
    return try (notify ?? fromEnvironment).map { text throws(NotificationError) in try NotificationAddress(text) }
  }
}
