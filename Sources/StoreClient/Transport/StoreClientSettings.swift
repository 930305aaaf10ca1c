package import HTTPExchange
package import Logging

/// How a run talks to its store.
package struct StoreClientSettings: Sendable {
  /// The part of the store's quota that a run uses unless told otherwise, in percent.
  package static let standardQuotaShare = 80

  package let address: StoreAddress
  package let token: AccessToken
  /// Requests in flight at once, 1 to 10.
  package let parallelism: Int
  /// The part of the store's quota that the run may use, in percent, 1 to 100; the rest is for the store's other apps.
  package let quotaShare: Int
  package let retries: RetryPolicy
  package let network: NetworkSettings
  /// How long one request may take from its first byte out to its last byte in, in seconds.
  package let requestDeadline: Int
  /// A UUID for the run, sent with every request so that the vendor can group them.
  package let correlationID: String
  /// What the client calls itself, such as `segplan/0.1.0`; the vendor asks for it.
  package let userAgent: String
  /// Hears of every answer and every retry at debug level.
  ///
  /// Never of the token.
  package let logger: Logger
  /// What pauses and deadlines are measured with.
  package let time: Timekeeper
  /// 0 up to but not 1: spreads the pauses of many clients.
  package let dice: @Sendable () -> Double
  /// Hears of pauses and retries as they begin, from any task.
  ///
  /// It must return quickly.
  package let onEvent: @Sendable (StoreClientEvent) -> Void

  package init(
    address: StoreAddress,
    token: AccessToken,
    parallelism: Int,
    quotaShare: Int = standardQuotaShare,
    retries: RetryPolicy = RetryPolicy(),
    network: NetworkSettings = .standard,
    requestDeadline: Int = 60,
    correlationID: String,
    userAgent: String,
    logger: Logger,
    time: Timekeeper = Timekeeper(),
    dice: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    onEvent: @escaping @Sendable (StoreClientEvent) -> Void = { _ in }
  ) {
    self.address = address
    self.token = token
    self.parallelism = parallelism
    self.quotaShare = quotaShare
    self.retries = retries
    self.network = network
    self.requestDeadline = requestDeadline
    self.correlationID = correlationID
    self.userAgent = userAgent
    self.logger = logger
    self.time = time
    self.dice = dice
    self.onEvent = onEvent
  }
}

/// The client's clock: what time it is, how to wait, and when an answer comes too late.
///
/// Tests put a virtual one in its place.
package struct Timekeeper: Sendable {
  /// The time since some fixed moment.
  let now: @Sendable () -> Duration
  /// Returns when this long has passed; throws `CancellationError` when the task is cancelled first.
  let pause: @Sendable (Duration) async throws -> Void
  /// Returns when the time for an answer is up.
  ///
  /// Apart from ``pause``, so that a clock whose pauses take no time leaves answers theirs.
  let deadline: @Sendable (Duration) async throws -> Void

  /// Without `deadline` answers are waited for on the clock too.
  package init(
    _ clock: some Clock<Duration> = ContinuousClock(),
    deadline: (@Sendable (Duration) async throws -> Void)? = nil
  ) {
    let origin = clock.now
    let pause: @Sendable (Duration) async throws -> Void = { duration in
      try await clock.sleep(for: duration)
    }
    now = { origin.duration(to: clock.now) }
    self.pause = pause
    self.deadline = deadline ?? pause
  }
}

/// Something of the talk with the store that people who watch may want to know.
package enum StoreClientEvent: Hashable, Sendable {
  /// Our part of the store's quota is used up: nothing is sent for this long.
  case quotaUsedUp(for: Duration)
  /// The store answered 429: nothing is sent for this long.
  case pausedByStore(for: Duration)
  /// A request failed and is sent again after this pause; `error` tells which, and how often it was sent.
  case retrying(StoreError, after: Duration)
  /// Something more is to be read, or was read.
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
