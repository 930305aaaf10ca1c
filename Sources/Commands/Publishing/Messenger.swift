import Reporting

/// Posts messages to the address of `--notify`; to nobody if there is none.
struct Messenger: Sendable {
  /// In seconds: what is left of the time between a signal and the kill.
  private static let hurriedLimit = 2

  private let context: CommandContext
  private let address: NotificationAddress?
  private let format: NotificationFormat

  /// - Throws: `NotificationError` for an address that is none.
  init(_ options: NotifyOptions, _ context: CommandContext) throws {
    self.context = context
    address = try options.address(context.environment)
    format = options.notifyFormat ?? (address?.isTeams == true ? .teams : .slack)
  }

  /// - Parameters:
  ///   - message: What happened.
  ///   - isHurried: Whether to try only once and not for long: after a signal there is no time for more.
  ///
  /// A message that cannot be delivered is a warning: what happened does not depend on who hears of it.
  ///
  /// - Throws: `CancellationError`.
  func send(_ message: ChatMessage, isHurried: Bool = false) async throws {
    guard let address else { return }
    let notifier = Notifier(
      address: address,
      userAgent: "segplan/\(ToolVersion.current)",
      network: context.network,
      pauses: isHurried ? [] : Notifier.standardPauses,
      limit: isHurried ? Self.hurriedLimit : Notifier.standardLimit
    ) { pause in
      try await context.reportedPause(pause, "\(address.host) did not take the message")
    }
    let text =
      switch format {
      case .slack: message.slack()
      case .teams: message.teams()
      case .json: message.generic()
      }
    do {
      try await notifier.send(context.filter.text(text))
    } catch let error as NotificationError {
      context.console.report(error.diagnostics)
    }
  }
}
