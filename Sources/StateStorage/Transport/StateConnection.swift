package import HTTPExchange
package import Logging

/// How a run reaches the server that keeps its state.
package struct StateConnection: Sendable {
  /// Such as `segplan/0.1.0`.
  let userAgent: String
  /// Gets every answer at debug level, without secrets.
  let logger: Logger
  package var retries = StateRetries()
  package var network = NetworkSettings.standard
  /// The time limit of one request including its answer; a state of ten million members has 210 MB.
  var requestDeadline = Duration.seconds(180)
  /// The folder of the journal of an apply.
  package var journalFolder = "."
  /// Waits between attempts, and throws `CancellationError` if the task is cancelled; tests use a virtual clock.
  package var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  package init(userAgent: String, logger: Logger) {
    self.userAgent = userAgent
    self.logger = logger
  }

  /// Waits before the next attempt, and returns `false` at once after the last attempt.
  ///
  /// `attempt` counts from 1. The pause is at least `stated`, which a `Retry-After` header asks for.
  func waits(after attempt: Int, stated: Duration? = nil) async throws -> Bool {
    guard let pause = retries.pause(after: attempt, stated: stated) else { return false }
    try await self.pause(pause)
    return true
  }
}

/// How often a request is retried, and after which pauses.
package struct StateRetries: Hashable, Sendable {
  /// How often a request is sent, 1 or more.
  package var maximumAttempts = 4
  /// The pauses that we choose ourselves; Terraform's `retry_wait_min` and `retry_wait_max` by default.
  package var backoff = Backoff(first: .seconds(1), maximum: .seconds(30))
  /// The longest pause that a server may ask for; if it asks for more, there is no other attempt.
  package var patience = Duration.seconds(300)

  /// The pause after an attempt, counted from 1; `nil` after the last one, or if the server asks for too long a pause.
  func pause(after attempt: Int, stated: Duration?) -> Duration? {
    guard attempt < maximumAttempts, stated ?? .zero <= patience else { return nil }
    return max(stated ?? .zero, backoff.pause(after: attempt))
  }
}
