import FoundationEssentials
import HTTPExchange
package import Logging
package import Reconciliation
package import Reporting
package import SegmentModel
import StateStorage

/// Everything outside the process that a command needs, as one value that is passed down: nothing else reads a global.
package struct CommandContext: Sendable {
  package let console: Console
  package let environment: [String: String]
  package let identity: RunIdentity
  package let logger: Logger
  /// The day on which the command began, UTC.
  package let today: CalendarDay
  /// What everything that is printed or reported passes through.
  package let filter: OutputFilter
  /// Takes personal data out of what is printed; `nil` where it may be seen.
  package var redaction: MemberRedaction? { filter.redaction }

  /// The context of this very process.
  init(program: String, output: OutputOptions) {
    let process = ProcessInfo.processInfo
    environment = process.environment
    today = Self.currentDay
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
      who: "\(process.userName)@\(process.hostName)",
      processID: Int(process.processIdentifier)
    )
    let console = console
    let format = output.logFormat
    var logger = Logger(label: program) { _ in ConsoleLogHandler(format: format, write: console.say) }
    logger.logLevel = output.verbose ? .debug : .warning
    logger[metadataKey: "run"] = "\(identity.id)"
    self.logger = logger
  }

  private static var currentDay: CalendarDay {
    CalendarDay(secondsSinceEpoch: Int(Date.now.timeIntervalSince1970.rounded(.down)))
  }

  /// The same context for another piece of work of this process: with ids and a time of its own.
  func renewed() -> CommandContext { CommandContext(self) }

  private init(_ other: CommandContext) {
    environment = other.environment
    today = Self.currentDay
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
  /// How to talk to a server that keeps a state.
  func stateConnection(_ options: StateOptions) -> StateConnection {
    StateConnection(
      userAgent: "segplan/\(ToolVersion.current)",
      logger: logger,
      journalFolder: options.journalDir ?? EnvironmentVariables(environment)["SEGPLAN_JOURNAL_DIR"] ?? "."
    )
  }
}
