import FoundationEssentials
package import Logging
package import Reconciliation
import StateStorage

/// Everything outside the process that a command needs, as one value that is passed down: nothing else reads a global.
package struct CommandContext: Sendable {
  package let console: Console
  package let environment: [String: String]
  package let identity: RunIdentity
  package let logger: Logger

  /// The context of this very process.
  init(program: String, output: OutputOptions) {
    let process = ProcessInfo.processInfo
    environment = process.environment
    console = Console(color: output.color, isQuiet: output.quiet, environment: process.environment)
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
}

extension CommandContext {
  /// How to talk to a server that keeps a state.
  var stateConnection: StateConnection {
    StateConnection(userAgent: "segplan/\(ToolVersion.current)", logger: logger)
  }
}
