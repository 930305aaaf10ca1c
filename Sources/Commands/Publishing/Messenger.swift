import Diagnostics
import Reporting

/// Posts messages to the address of `--notify`, if there is one.
struct Messenger: Sendable {
  /// In seconds: service managers kill a process soon after the signal.
  private static let hurriedLimit = 2

  private let context: CommandContext
  private let address: NotificationAddress?
  private let format: NotifyOptions.Format

  /// - Throws: `NotificationError` for an invalid address.
  init(_ options: NotifyOptions, _ context: CommandContext) throws {
    self.context = context
    address = try options.address(context.environment)
    format = options.notifyFormat ?? (address?.isTeams == true ? .teams : .slack)
  }

  var hasAddress: Bool { address != nil }

  /// Posts a message, and returns whether that succeeded; a failure is only reported, because it does not change what happened.
  ///
  /// After a signal a message is hurried: it is sent only once, with a short timeout.
  @discardableResult
  func send(_ message: ChatMessage, isHurried: Bool = false) async throws -> Bool {
    guard let address else { return true }
    let notifier = Notifier(
      address: address,
      userAgent: "segplan/\(ToolVersion.current)",
      network: context.network,
      pauses: isHurried ? [] : Notifier.standardPauses,
      limit: isHurried ? Self.hurriedLimit : Notifier.standardLimit
    ) { pause in
      try await context.reportedPause(pause, "\(address.host) did not accept the message")
    }
    let text =
      switch format {
      case .slack: message.slack()
      case .teams: message.teams()
      case .json: message.generic()
      }
    do {
      try await notifier.send(context.filter.text(text))
      return true
    } catch let error as NotificationError {
      context.console.report(error.diagnostics)
      return false
    }
  }
}
