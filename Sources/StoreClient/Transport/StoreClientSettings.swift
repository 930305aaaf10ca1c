package import Diagnostics
package import HTTPExchange
package import Logging

/// How a run talks to the store.
package struct StoreClientSettings: Sendable {
  /// The default of ``quotaShare``.
  package static let standardQuotaShare = 80

  package let address: StoreAddress
  package let token: Secret
  /// Requests in flight at once, 1 to 10.
  package let parallelism: Int
  /// The share of the store's quota that the run may use, 1 to 100 percent; the rest is for the store's other apps.
  package var quotaShare = standardQuotaShare
  package let retries: RetryPolicy
  /// Maximum number of requests of the run, 1 or more; `nil` for no maximum.
  package var maximumRequests: Int?
  package var network = NetworkSettings.standard
  /// Maximum time from the first byte of a request to the last byte of its answer, in seconds.
  package var requestDeadline = 60
  /// A UUID for the run, sent with every request so that the vendor can group them.
  package let correlationID: String
  /// The name of the client, such as `segplan/0.1.0`; the vendor asks for it.
  package let userAgent: String
  /// Gets every answer and every retry at debug level, and never the token.
  package let logger: Logger
  package var time = Timekeeper()
  /// A random number in `0..<1`, which spreads the pauses of many clients.
  package var dice: @Sendable () -> Double = { Double.random(in: 0..<1) }
  /// Called from any task when a pause or a retry begins; must return quickly.
  package var onEvent: @Sendable (StoreClientEvent) -> Void = { _ in }

  package init(
    address: StoreAddress,
    token: Secret,
    parallelism: Int,
    retries: RetryPolicy = RetryPolicy(),
    correlationID: String,
    userAgent: String,
    logger: Logger
  ) {
    self.address = address
    self.token = token
    self.parallelism = parallelism
    self.retries = retries
    self.correlationID = correlationID
    self.userAgent = userAgent
    self.logger = logger
  }
}

/// The client's clock; tests replace it.
package struct Timekeeper: Sendable {
  /// The time since some fixed moment.
  let now: @Sendable () -> Duration
  /// Returns after this time; throws `CancellationError` when the task is cancelled first.
  let pause: @Sendable (Duration) async throws -> Void
  /// Returns when the time for an answer is up.
  ///
  /// It is separate from ``pause``, so that a test can skip pauses and still wait for answers.
  let deadline: @Sendable (Duration) async throws -> Void

  /// Without `deadline`, the clock also limits answers.
  package init(_ clock: some Clock<Duration> = ContinuousClock(), deadline: (@Sendable (Duration) async throws -> Void)? = nil) {
    let origin = clock.now
    let pause: @Sendable (Duration) async throws -> Void = { duration in
      try await clock.sleep(for: duration)
    }
    now = { origin.duration(to: clock.now) }
    self.pause = pause
    self.deadline = deadline ?? pause
  }
}

/// An event that explains to a person why a run waits, or how far it is.
package enum StoreClientEvent: Hashable, Sendable {
  /// Our share of the store's quota is used up: the client sends nothing for this time.
  case quotaUsedUp(for: Duration)
  /// The store answered 429: the client sends nothing for this time.
  case pausedByStore(for: Duration)
  /// The client sends a failed request again after this pause.
  case retrying(StoreError, after: Duration)
  /// The run is about to send many requests.
  case forecast(RequestForecast)
  case reading(ReadingProgress)
}

/// Progress of reading the store, as numbers to add up.
///
/// They are negative when the client drops a list that changed meanwhile, and reads it again.
package enum ReadingProgress: Hashable, Sendable {
  case customersToLookUp(Int)
  case customersLookedUp(Int)
  case membersToList(Int)
  case membersListed(Int)
}
