import FoundationEssentials
import HTTPExchange
import Logging
import Reconciliation
import Reporting
import SegmentModel
import StateStorage

/// Everything outside the process that a command needs, as one value that is passed down: nothing else reads a global.
struct CommandContext: Sendable {
  let console: Console
  let environment: [String: String]
  let identity: RunIdentity
  let logger: Logger
  /// The day on which the command began, UTC.
  let today: CalendarDay
  /// What everything that is printed or reported passes through.
  let filter: OutputFilter
  /// Takes personal data out of what is printed; `nil` where it may be seen.
  var redaction: MemberRedaction? { filter.redaction }

  /// The context of this very process.
  init(program: String, output: OutputOptions) {
    let process = ProcessInfo.processInfo
    environment = process.environment
    today = Self.now.day
    filter = OutputFilter(
      redaction: output.redactMembers ? Self.redaction(process.environment) : nil,
      environment: process.environment
    )
    console = Console(color: output.color, isQuiet: output.quiet, environment: process.environment, filter: filter)
    identity = RunIdentity(
      operation: program,
      toolVersion: ToolVersion.current,
      startedAt: Date.now.formatted(.iso8601),
      id: UUID().uuidString.lowercased(),
      lineage: UUID().uuidString.lowercased(),
      who: JobIdentity.who(process.environment, user: process.userName, host: process.hostName),
      processID: Int(process.processIdentifier)
    )
    let console = console
    let format = output.logFormat
    var logger = Logger(label: program) { _ in ConsoleLogHandler(format: format, write: console.say) }
    logger.logLevel = output.verbose ? .debug : .warning
    logger[metadataKey: "run"] = "\(identity.id)"
    self.logger = logger
  }

  /// The time on this machine's clock.
  static var now: Timestamp { Timestamp(seconds: Int64(Date.now.timeIntervalSince1970.rounded(.down))) }

  /// The same context for another piece of work of this process: with ids and a time of its own.
  func renewed() -> CommandContext { CommandContext(self) }

  private init(_ other: CommandContext) {
    environment = other.environment
    today = Self.now.day
    filter = other.filter
    console = other.console
    identity = RunIdentity(
      operation: other.identity.operation,
      toolVersion: other.identity.toolVersion,
      startedAt: Date.now.formatted(.iso8601),
      id: UUID().uuidString.lowercased(),
      lineage: UUID().uuidString.lowercased(),
      who: other.identity.who,
      processID: other.identity.processID
    )
    var logger = other.logger
    logger[metadataKey: "run"] = "\(identity.id)"
    self.logger = logger
  }

  private static func redaction(_ environment: [String: String]) -> MemberRedaction {
    guard let salt = EnvironmentVariables(environment)["SEGPLAN_REDACTION_SALT"] else { return MemberRedaction() }
    return MemberRedaction(salt: Array(salt.utf8))
  }
}

extension CommandContext {
  /// Proxies and trusted certificates, for every server.
  var network: NetworkSettings { NetworkSettings(environment) }

  /// How to talk to a server that keeps a state.
  func stateConnection(_ options: StateOptions, _ retries: StateRetries = StateRetries()) -> StateConnection {
    StateConnection(
      userAgent: "segplan/\(ToolVersion.current)",
      logger: logger,
      retries: retries,
      network: network,
      journalFolder: options.journalDir ?? EnvironmentVariables(environment)["SEGPLAN_JOURNAL_DIR"] ?? "."
    ) { pause in
      try await reportedPause(pause, "The server of the state is not available at the moment")
    }
  }

  /// Waits, and says so if it takes two seconds or more.
  func reportedPause(_ pause: Duration, _ reason: String) async throws {
    if pause >= .seconds(2) { console.note("\(reason); trying again in \(pause.components.seconds) s.") }
    try await Task.sleep(for: pause)
  }
}
