import Diagnostics
import HTTPExchange

/// Posts a JSON message to a webhook.
///
/// It follows no redirect, since a message is for one address only. Each attempt has a deadline.
struct Notifier: Sendable {
  /// How long one attempt may take by default, in seconds.
  static let standardLimit = 10
  /// The pauses before the second and each later attempt.
  static let standardPauses: [Duration] = [.seconds(1), .seconds(5), .seconds(20)]
  /// How much of an answer is read, in bytes.
  private static let maximumAnswer = 64 << 10

  let address: NotificationAddress
  let userAgent: String
  var network = NetworkSettings.standard
  var pauses = standardPauses
  /// How long one attempt may take, in seconds.
  var limit = standardLimit
  /// Waits before another attempt; tests use a virtual clock here and for ``deadline``.
  var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  /// Returns when the time for an attempt is up.
  var deadline: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  /// Posts a JSON text until the receiver accepts it, refuses it for good, or no attempt is left.
  ///
  /// - Throws: ``NotificationError/undelivered(host:attempts:reason:advice:)``; `CancellationError`.
  func send(_ message: String) async throws {
    try await HTTPExchanger.withExchanger(network: network) { exchanger in
      var remaining = pauses[...]
      var attempts = 0
      while true {
        attempts += 1
        guard let failure = try await attempt(message, exchanger) else { return }
        guard failure.isTransient, let pause = remaining.popFirst() else {
          throw NotificationError.undelivered(
            host: address.host,
            attempts: attempts,
            reason: failure.words.reason,
            advice: failure.words.advice
          )
        }
        try await self.pause(pause)
      }
    }
  }

  /// `nil` if the receiver accepted the message.
  private func attempt(_ message: String, _ exchanger: HTTPExchanger) async throws -> HTTPFailure? {
    let call = HTTPCall(
      "POST",
      address.url,
      headers: [(name: "Content-Type", value: "application/json"), (name: "User-Agent", value: userAgent)],
      body: Array(message.utf8)
    )
    let answer: HTTPAnswer
    do {
      answer = try await exchanger.answer(to: call, deadline: .seconds(limit), maximumBody: Self.maximumAnswer, wait: deadline)
    } catch let failure as HTTPFailure {
      return failure
    }
    let reason = "it answered \(answer.status)"
    switch answer.status {
    case 200..<300: return nil
    case 300..<400: return .lasting(reason: "\(reason), a redirect, which this program does not follow", advice: "")
    default: return answer.isTransientFailure ? .unreachable(reason: reason) : .lasting(reason: reason, advice: "")
    }
  }
}

/// Where a notification goes: an https address, or a plain http address on this machine.
///
/// The address of a webhook is a secret, so only ``host`` is ever printed.
struct NotificationAddress: Hashable, Sendable, CustomStringConvertible {
  let url: String
  let host: String

  /// Whether it belongs to Microsoft Teams (Workflows or the older connectors), which accepts only cards.
  var isTeams: Bool {
    [".logic.azure.com", ".webhook.office.com", ".api.powerplatform.com"].contains { host.hasSuffix($0) }
  }

  /// - Throws: ``NotificationError/badAddress``, also for an address with a user or a password.
  init(_ text: String) throws(NotificationError) {
    KnownCredentials.ofProcess.add(ofAddress: text, isSecret: true)
    guard let address = try? ServerAddress(text) else { throw .badAddress }
    url = address.url()
    host = address.host
  }

  var description: String { "<webhook at \(host)>" }
}

/// Why a notification was not delivered.
enum NotificationError: DiagnosedError, Hashable {
  /// The address is not repeated: it may be a secret.
  case badAddress
  /// `reason` is that of the last attempt.
  case undelivered(host: String, attempts: Int, reason: String, advice: String)

  var diagnostics: [Diagnostic] {
    switch self {
    case .badAddress:
      let detail = """
        It takes an https address without user and password; plain http only for this machine. Its value is not shown here, since it may \
        be a secret.
        """
      return [Diagnostic(("bad-notification-address", "--notify is not a valid address", detail))]
    case .undelivered(let host, let attempts, let reason, let advice):
      let detail = """
        The run made \(attempts == 1 ? "1 attempt" : "\(attempts) attempts"). \(advice.isEmpty ? "" : "\(advice) ")The message does not change the \
        result or the exit status of the run.
        """
      // A warning: the result of the run is the same without the message.
      return [
        Diagnostic(.warning, code: "not-notified", summary: "could not deliver the message to \(host): \(reason)", detail: detail)
      ]
    }
  }
}
