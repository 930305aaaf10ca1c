import HTTPExchange

/// Which failures the client retries, how often, and after what pause.
package struct RetryPolicy: Hashable, Sendable {
  /// How often a request is sent, 1 or more.
  ///
  /// The vendor recommends three to five attempts after a 500. After a 429 only ``budget`` limits the attempts, unless
  /// this is 1: the store works, and other apps decide when its quota has room again.
  package let maximumAttempts: Int
  /// Maximum of the first pause of a read; doubles with every attempt.
  ///
  /// Writes wait twice as long, as the vendor asks.
  package let firstPause: Duration
  /// Maximum of any pause that the client chooses itself.
  package let longestPause: Duration
  /// How long a request may take with all its attempts and pauses, from when it is first sent: `--patience`.
  package let budget: Duration

  package init(
    maximumAttempts: Int = 6,
    firstPause: Duration = .milliseconds(500),
    longestPause: Duration = .seconds(20),
    budget: Duration = .seconds(300)
  ) {
    self.maximumAttempts = maximumAttempts
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.budget = budget
  }

  /// The pause before the next attempt; `nil` to give up, and zero after a 429, which pauses all requests anyway.
  ///
  /// After a 429 all requests wait for `sharedPause`. Any other answer may ask to wait for `statedPause`. `number`
  /// counts attempts from 1, and `elapsed` is the time since the first. `dice`, in `0..<1`, spreads the pauses of
  /// clients (full jitter).
  func pause(
    after kind: StoreError.Kind,
    sharedPause: Duration? = nil,
    statedPause: Duration? = nil,
    number: Int,
    elapsed: Duration,
    isWrite: Bool,
    dice: Double
  ) -> Duration? {
    guard kind.mayPass else { return nil }
    guard number < maximumAttempts || (kind == .overQuota && maximumAttempts > 1) else { return nil }
    let own = kind == .overQuota ? .zero : max(longestBackoff(number: number, isWrite: isWrite) * dice, statedPause ?? .zero)
    return elapsed + max(own, sharedPause ?? .zero) <= budget ? own : nil
  }

  /// Maximum of the pause after this attempt, counted from 1.
  func longestBackoff(number: Int, isWrite: Bool) -> Duration {
    Backoff(first: firstPause * (isWrite ? 2 : 1), maximum: longestPause).pause(after: number)
  }
}

extension StoreError.Kind {
  /// Whether another attempt may succeed.
  ///
  /// After each of these failures, the store may or may not have carried out the request. Sending it again is safe:
  /// adding and removing are idempotent, and a segment or profile that was created already is found by its name or
  /// customer.
  fileprivate var mayPass: Bool {
    switch self {
    case .overQuota, .unavailable, .unreachable, .timedOut, .notJSON: true
    case .redirected, .unauthorized, .forbidden, .notFound, .conflict, .rejected, .partlyDone, .limitReached, .unexpectedStatus,
      .malformed, .tooLarge, .listingNeverSettled, .cannotConnect, .requestLimit:
      false
    }
  }
}
