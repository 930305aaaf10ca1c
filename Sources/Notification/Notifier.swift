package import HTTPExchange

/// Posts a JSON message to a webhook.
///
/// No redirect is followed: what is meant for one address is for no other. An attempt ends with its deadline, whatever the server does.
package struct Notifier: Sendable {
  /// How long one attempt may take if nothing else is said, in seconds.
  package static let standardLimit = 10
  /// Answers are not of interest; so much of one is read to be able to say why it refused.
  private static let largestAnswer = 64 << 10

  /// How long to wait before each further attempt.
  package static let standardPauses: [Duration] = [.seconds(1), .seconds(5), .seconds(20)]

  private let address: NotificationAddress
  private let userAgent: String
  private let network: NetworkSettings
  private let pauses: [Duration]
  private let limit: Int
  private let pause: @Sendable (Duration) async throws -> Void
  private let deadline: @Sendable (Duration) async throws -> Void

  /// A notifier that waits for each of `pauses` before a further attempt, which may take `limit` seconds.
  ///
  /// `deadline` returns when the time for an attempt is up. Tests put a virtual clock in its place and in that of `pause`.
  package init(
    address: NotificationAddress,
    userAgent: String,
    network: NetworkSettings = .standard,
    pauses: [Duration] = standardPauses,
    limit: Int = standardLimit,
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    deadline: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.address = address
    self.userAgent = userAgent
    self.network = network
    self.pauses = pauses
    self.limit = limit
    self.pause = pause
    self.deadline = deadline
  }

  /// Posts until it is taken, refused for good, or tried often enough.
  ///
  /// - Parameter message: A JSON text.
  /// - Throws: ``NotificationError/undelivered(host:attempts:reason:advice:)``; `CancellationError`.
  package func send(_ message: String) async throws {
    try await HTTPExchanger.withExchanger(network: network) { exchanger in
      var remaining = pauses[...]
      var attempts = 0
      while true {
        attempts += 1
        guard let failure = try await attempt(message, exchanger) else { return }
        guard failure.isWorthAnotherTry, let pause = remaining.popFirst() else {
          throw NotificationError.undelivered(
            host: address.host,
            attempts: attempts,
            reason: failure.reason,
            advice: failure.advice
          )
        }
        try await self.pause(pause)
      }
    }
  }

  private struct Failure {
    let reason: String
    let isWorthAnotherTry: Bool
    var advice = ""
  }

  /// `nil` when the message was taken.
  private func attempt(_ message: String, _ exchanger: HTTPExchanger) async throws -> Failure? {
    let call = HTTPCall(
      "POST",
      address.url,
      headers: [(name: "Content-Type", value: "application/json"), (name: "User-Agent", value: userAgent)],
      body: Array(message.utf8)
    )
    let answer: HTTPAnswer
    do {
      answer = try await exchanger.answer(
        to: call,
        deadline: .seconds(limit),
        largestBody: Self.largestAnswer,
        wait: deadline
      )
    } catch let failure as HTTPFailure {
      return self.failure(failure)
    }
    let status = answer.status
    switch status {
    case 200..<300: return nil
    case 300..<400: return Failure(reason: "it answered \(status), a redirect, which is not followed", isWorthAnotherTry: false)
    default: return Failure(reason: "it answered \(status)", isWorthAnotherTry: answer.isTransientFailure)
    }
  }

  private func failure(_ failure: HTTPFailure) -> Failure {
    switch failure {
    case .timedOut: Failure(reason: "no complete answer within \(limit) s", isWorthAnotherTry: true)
    case .tooLarge: Failure(reason: "its answer is too long", isWorthAnotherTry: false)
    case .unreachable(let reason): Failure(reason: reason, isWorthAnotherTry: true)
    case .lasting(let reason, let advice): Failure(reason: reason, isWorthAnotherTry: false, advice: advice)
    }
  }
}
