import Diagnostics
import FoundationEssentials
import HTTPExchange
import Logging
import Reconciliation
import Reporting
import SegmentModel
import StateStorage

/// Everything outside the process that a command needs, passed down as one value: nothing else reads a global.
struct CommandContext: Sendable {
  let console: Console
  let environment: [String: String]
  private(set) var identity: RunIdentity
  private(set) var logger: Logger
  /// The day on which the command began, UTC.
  private(set) var today: CalendarDay
  /// Everything that is printed or reported passes through it.
  let filter: OutputFilter
  /// Removes personal data from what is printed; `nil` if it may be seen.
  var redaction: MemberRedaction? { filter.redaction }

  /// The context of this process.
  init(program: String, output: OutputOptions) {
    let process = ProcessInfo.processInfo
    environment = process.environment
    today = Self.now.day
    filter = OutputFilter(
      redaction: output.redactMembers ? Self.redaction(process.environment) : nil,
      environment: process.environment
    )
    console = Console(color: output.color, isQuiet: output.quiet, environment: process.environment, filter: filter)
    identity = Self.identity(program, JobIdentity.who(environment, user: process.userName, host: process.hostName))
    let console = console
    let format = output.logFormat
    var logger = Logger(label: program) { _ in ConsoleLogHandler(format: format, write: console.say) }
    logger.logLevel = output.verbose ? .debug : .warning
    logger[metadataKey: "run"] = "\(identity.id)"
    self.logger = logger
  }

  /// The time on this machine's clock.
  static var now: Timestamp { Timestamp(seconds: Int64(Date.now.timeIntervalSince1970.rounded(.down))) }

  /// The context for another run in this process, with its own ids and time.
  func renewed() -> CommandContext {
    var context = self
    context.today = Self.now.day
    context.identity = Self.identity(identity.operation, identity.who)
    context.logger[metadataKey: "run"] = "\(context.identity.id)"
    return context
  }

  private static func identity(_ program: String, _ who: String) -> RunIdentity {
    RunIdentity(
      operation: program,
      toolVersion: ToolVersion.current,
      startedAt: Date.now.formatted(.iso8601),
      id: UUID().uuidString.lowercased(),
      lineage: UUID().uuidString.lowercased(),
      who: who,
      processID: Int(ProcessInfo.processInfo.processIdentifier)
    )
  }

  private static func redaction(_ environment: [String: String]) -> MemberRedaction {
    guard let salt = EnvironmentVariables(environment)["SEGPLAN_REDACTION_SALT"] else { return MemberRedaction() }
    return MemberRedaction(salt: Array(salt.utf8))
  }
}

extension CommandContext {
  /// Proxies and trusted certificates, for every server.
  var network: NetworkSettings { NetworkSettings(environment) }

  /// How to connect to a server that keeps a state.
  func stateConnection(_ options: StateOptions, patience: Duration? = nil) -> StateConnection {
    var connection = StateConnection(userAgent: "segplan/\(ToolVersion.current)", logger: logger)
    if let patience { connection.retries.patience = patience }
    connection.network = network
    connection.journalFolder = options.journalDir ?? EnvironmentVariables(environment)["SEGPLAN_JOURNAL_DIR"] ?? "."
    connection.pause = { try await reportedPause($0, "The state's server is not available") }
    return connection
  }

  /// Waits, and says so if that takes two seconds or more.
  func reportedPause(_ pause: Duration, _ reason: String) async throws {
    if pause >= .seconds(2) { console.note("\(reason); retrying in \(pause.components.seconds) s.") }
    try await Task.sleep(for: pause)
  }
}

/// Who runs the program, for locks and journals: `user@host`, or in a CI job who started it, and its address.
private enum JobIdentity {
  /// Longer values are cut, because they come from the environment.
  private static let maximumLength = 300

  static func who(_ environment: [String: String], user: String, host: String) -> String {
    let variables = EnvironmentVariables(environment)
    if variables["GITHUB_ACTIONS"] == "true", let person = variables["GITHUB_TRIGGERING_ACTOR"] ?? variables["GITHUB_ACTOR"] {
      let parts = [variables["GITHUB_SERVER_URL"], variables["GITHUB_REPOSITORY"]].compactMap(\.self)
      let run = variables["GITHUB_RUN_ID"].map { "/actions/runs/\($0)" } ?? ""
      return visible("\(person) in \(parts.count == 2 ? parts.joined(separator: "/") + run : "GitHub Actions")")
    }
    if variables["GITLAB_CI"] == "true", let person = variables["GITLAB_USER_LOGIN"] {
      return visible("\(person) in \(variables["CI_JOB_URL"] ?? variables["CI_PROJECT_PATH"] ?? "GitLab CI")")
    }
    return "\(user)@\(host)"
  }

  /// On one line, without characters that control a terminal.
  private static func visible(_ text: String) -> String { String(VisibleText.of(text).prefix(maximumLength)) }
}
