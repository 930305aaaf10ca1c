import HTTPExchange

/// Which failures are tried again, how often, and after what pause.
///
/// A value: the clock and the dice are the caller's.
package struct RetryPolicy: Hashable, Sendable {
  /// How many times a request is sent at most, 1 or more; after a 429 the budget alone counts, unless this is 1.
  ///
  /// The vendor advises three to five tries for a 500. A 429 says that the store is well, and when it has room again is others' doing.
  package let maximumAttempts: Int
  /// The upper end of the first pause for a read; doubles with every further attempt.
  ///
  /// Writes wait twice as long, as the vendor asks.
  package let firstPause: Duration
  /// The upper end of any pause that we choose ourselves.
  package let longestPause: Duration
  /// How long one request may take with all its attempts and pauses, from when it is first sent: `--patience`.
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

  /// The pause before the next attempt; `nil` to give up, and zero after a 429: the pause for everybody comes anyway.
  ///
  /// A 429 has everybody wait for `sharedPause`; any other answer may ask to wait for `statedPause`. `number` counts attempts from 1,
  /// `elapsed` is the time since the first began, and `dice`, 0 up to but not 1, spreads the pauses of many clients (full jitter).
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

  /// The upper end of the pause after this attempt, counted from 1.
  func longestBackoff(number: Int, isWrite: Bool) -> Duration {
    Backoff(first: firstPause * (isWrite ? 2 : 1), maximum: longestPause).pause(after: number)
  }
}

extension StoreError.Kind {
  /// Whether another attempt may get past the failure.
  ///
  /// After each of these it is unknown whether the request was carried out, and sending it again is safe: adding and removing find done
  /// what was done, a segment that was created already is found by its name, and a profile by its customer.
  fileprivate var mayPass: Bool {
    switch self {
    case .overQuota, .unavailable, .unreachable, .timedOut, .notJSON: true
    case .redirected, .unauthorized, .forbidden, .notFound, .conflict, .rejected, .partlyDone, .limitReached, .unexpectedStatus,
      .malformed, .tooLarge, .listingNeverSettled, .cannotConnect:
      false
    }
  }
}
