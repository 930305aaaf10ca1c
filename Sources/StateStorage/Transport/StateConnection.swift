package import HTTPExchange
package import Logging

/// How a run talks to the server that keeps its state.
package struct StateConnection: Sendable {
  /// What the client calls itself, such as `segplan/0.1.0`.
  let userAgent: String
  /// Hears of every answer at debug level, never of a secret.
  let logger: Logger
  /// What is tried again, and how often.
  let retries: StateRetries
  /// Proxies and trusted certificates.
  let network: NetworkSettings
  /// How long one request may take from its first byte out to its last byte in; a state of ten million members is 210 MB.
  let requestDeadline: Duration
  /// Where the journal of an apply lies; the working folder unless given.
  let journalFolder: String
  /// Waits between attempts, and throws `CancellationError` when the task is cancelled; tests put a virtual clock behind it.
  let pause: @Sendable (Duration) async throws -> Void

  package init(
    userAgent: String,
    logger: Logger,
    retries: StateRetries = StateRetries(),
    network: NetworkSettings = .standard,
    requestDeadline: Duration = .seconds(180),
    journalFolder: String = ".",
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.userAgent = userAgent
    self.logger = logger
    self.retries = retries
    self.network = network
    self.requestDeadline = requestDeadline
    self.journalFolder = journalFolder
    self.pause = pause
  }

  /// Waits for the attempt after this one (from 1), as long as a `Retry-After` header says; `false` at once if there is none.
  func waits(after attempt: Int, statedSeconds: Int? = nil) async throws -> Bool {
    guard let pause = retries.pause(after: attempt, statedSeconds: statedSeconds) else { return false }
    try await self.pause(pause)
    return true
  }
}

/// How often and after what pauses a request is tried again that another attempt may get through.
package struct StateRetries: Hashable, Sendable {
  /// How many times a request is sent at most, 1 or more.
  let maximumAttempts: Int
  /// The first pause, Terraform's `retry_wait_min`; doubles with every further attempt.
  let firstPause: Duration
  /// The longest pause that we choose ourselves, Terraform's `retry_wait_max`.
  let longestPause: Duration
  /// The longest pause that a server may ask for; after an answer that asks for more there is no other attempt.
  let patience: Duration

  package init(
    maximumAttempts: Int = 4,
    firstPause: Duration = .seconds(1),
    longestPause: Duration = .seconds(30),
    patience: Duration = .seconds(300)
  ) {
    self.maximumAttempts = maximumAttempts
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.patience = patience
  }

  /// The pause after an attempt, counted from 1; `nil` after the last.
  ///
  /// `statedSeconds` is what a `Retry-After` header says: the least that is waited.
  func pause(after attempt: Int, statedSeconds: Int?) -> Duration? {
    guard attempt < maximumAttempts else { return nil }
    let stated = Duration.seconds(statedSeconds ?? 0)
    return stated <= patience ? max(stated, Backoff(first: firstPause, maximum: longestPause).pause(after: attempt)) : nil
  }
}
