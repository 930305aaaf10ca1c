package import Diagnostics
import FoundationEssentials

/// Where a notification goes: an https address, or a plain one on this machine.
///
/// The address of a webhook is a secret, so it is never printed; ``host`` is.
package struct NotificationAddress: Hashable, Sendable {
  let url: String
  /// The host alone, for messages.
  package let host: String

  /// - Throws: ``NotificationError/badAddress`` for anything else, users and passwords in it among them.
  package init(_ text: String) throws(NotificationError) {
    guard let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
      let host = components.host, !host.isEmpty, components.user == nil, components.password == nil, components.fragment == nil
    else { throw .badAddress }
    guard scheme == "https" || (scheme == "http" && Self.isLoopback(host.lowercased())) else { throw .badAddress }
    url = text
    self.host = host
  }

  /// Literal addresses and the name `localhost`; other names could resolve to anything.
  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
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
  case undelivered(host: String, attempts: Int, reason: String)

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
    case .undelivered(let host, let attempts, let reason):
      [
        Diagnostic(
          .error,
          code: "not-notified",
          summary: "\(host) was not notified: \(reason)",
          detail: "It was tried \(attempts == 1 ? "once" : "\(attempts) times"). Everything else was done."
        )
      ]
    }
  }
}
