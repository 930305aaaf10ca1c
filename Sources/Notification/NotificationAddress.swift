package import Diagnostics
import HTTPExchange

/// Where a notification goes: an https address, or a plain one on this machine.
///
/// The address of a webhook is a secret, so it is never printed; ``host`` is.
package struct NotificationAddress: Hashable, Sendable {
  let url: String
  /// Whether it is one of Microsoft Teams' (Workflows and, formerly, connectors), which takes cards alone.
  package var isTeams: Bool {
    [".logic.azure.com", ".webhook.office.com", ".api.powerplatform.com"].contains { host.hasSuffix($0) }
  }
  /// The host alone, for messages.
  package let host: String

  /// - Throws: ``NotificationError/badAddress`` for anything else, users and passwords in it among them.
  package init(_ text: String) throws(NotificationError) {
    KnownCredentials.ofProcess.add(ofAddress: text, isSecret: true)
    guard let address = try? ServerAddress(text) else { throw .badAddress }
    url = address.url()
    host = address.host
  }
}

extension NotificationAddress: CustomStringConvertible {
  package var description: String { "<webhook at \(host)>" }
}

/// Why a notification was not delivered.
package enum NotificationError: DiagnosedError, Hashable {
  /// The address is not repeated anywhere: it may be a secret.
  case badAddress
  /// What came of the last attempt.
  case undelivered(host: String, attempts: Int, reason: String, advice: String)

  package var diagnostics: [Diagnostic] {
    switch self {
    case .badAddress:
      [
        Diagnostic(
          .error,
          code: "bad-notification-address",
          summary: "--notify does not hold an address to notify",
          detail: """
            It takes an https address without user and password; plain http only for this machine. Its value is not shown here, since it may \
            be a secret.
            """
        )
      ]
    case .undelivered(let host, let attempts, let reason, let advice):
      [
        // A warning: what was found out does not depend on who hears of it.
        Diagnostic(
          .warning,
          code: "not-notified",
          summary: "\(host) was not notified: \(reason)",
          detail: """
            It was tried \(attempts == 1 ? "once" : "\(attempts) times"). \(advice.isEmpty ? "" : "\(advice) ")Everything else was done, and the \
            exit status does not depend on it.
            """
        )
      ]
    }
  }
}
