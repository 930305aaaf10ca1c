import ArgumentParser
import HTTPExchange

/// How a notification is written.
enum NotificationFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// `{"text": …}`, as Slack, Mattermost and many others take it.
  case slack
  /// A card, as Microsoft Teams' workflows take it.
  case teams
  /// Counts: docs/schemas/notification.schema.json.
  case json
}

/// Who is told of what happened.
struct NotifyOptions: ParsableArguments {
  static let addressVariable = "SEGPLAN_NOTIFY_URL"

  @Option(
    help: ArgumentHelp(
      "Post a message, without ids, when there is news. (default: SEGPLAN_NOTIFY_URL from the environment)",
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

  /// - Throws: `NotificationError` for an address that is none.
  func address(_ environment: [String: String]) throws -> NotificationAddress? {
    let fromEnvironment = EnvironmentVariables(environment)[Self.addressVariable]
    return try (notify ?? fromEnvironment).map { text throws(NotificationError) in try NotificationAddress(text) }
  }
}
