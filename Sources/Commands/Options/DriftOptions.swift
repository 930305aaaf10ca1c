import ArgumentParser
import HTTPExchange
import MetricsServer
import Notification
import Reporting

/// In which form drift goes to standard output.
enum DriftFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// For people.
  case human
  /// For machines: docs/schemas/drift.schema.json.
  case json
  /// For an issue or a comment.
  case markdown
}

/// What a report of drift is for.
enum DriftReportKind: String, Hashable, Sendable, CaseIterable {
  case prometheus
  case json
  case markdown

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A report to write: `KIND=FILE` on the command line.
struct DriftReportFile: ExpressibleByArgument, Hashable, Sendable {
  let kind: DriftReportKind
  let path: String

  init?(argument: String) {
    guard let (name, path) = ReportArgument.split(argument), let kind = DriftReportKind(rawValue: name) else { return nil }
    self.kind = kind
    self.path = path
  }
}

/// How a notification is written.
enum NotificationFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// `{"text": …}`, as Slack, Mattermost and many others take it.
  case slack
  /// A card, as Microsoft Teams' workflows take it.
  case teams
  /// Counts: docs/schemas/notification.schema.json.
  case json
}

/// Who hears of drift.
struct DriftOptions: ParsableArguments {
  static let notifyVariable = "SEGPLAN_NOTIFY_URL"

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp("Also write a report, and any number of them: \(DriftReportKind.names).", valueName: "kind=file"),
    completion: .file()
  )
  var reports: [DriftReportFile] = []

  @Option(
    help: ArgumentHelp(
      "Post a message, without ids, when there is drift. (default: SEGPLAN_NOTIFY_URL from the environment)",
      valueName: "url"
    )
  )
  var notify: String?

  @Option(
    help: ArgumentHelp(
      "How the message is written. (default: teams for an address of Microsoft Teams, else slack)",
      valueName: "format"
    )
  )
  var notifyFormat: NotificationFormat?

  init() {}

  func validate() throws { try ReviewOptions.requireDistinct(reports.map(\.path)) }

  /// - Throws: `NotificationError` for an address that is none.
  func address(_ environment: [String: String]) throws -> NotificationAddress? {
    let fromEnvironment = EnvironmentVariables(environment)[Self.notifyVariable]
    return try (notify ?? fromEnvironment).map { text throws(NotificationError) in try NotificationAddress(text) }
  }
}

/// How often to look, and who may ask.
struct WatchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How long to wait from one check to the next: 30s, 15m, 1h.", valueName: "time"))
  var every = TimeSpan(.seconds(900), text: "15m")

  @Option(help: ArgumentHelp("Answer GET /metrics and /healthz here, such as 127.0.0.1:9464.", valueName: "host:port"))
  var listen: ListenOption?

  init() {}

  func validate() throws {
    if every.duration < .seconds(1) { throw ValidationError("--every takes a time from 1s.") }
  }
}

/// A `host:port` on the command line.
struct ListenOption: ExpressibleByArgument, Hashable, Sendable {
  let address: ListenAddress

  init?(argument: String) {
    guard let address = ListenAddress(argument) else { return nil }
    self.address = address
  }
}
