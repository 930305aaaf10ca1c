import HTTPExchange

/// Which failures are tried again, how often, and after what pause.
///
/// A value: the clock and the dice are the caller's.
package struct RetryPolicy: Hashable, Sendable {
  /// A failure that another attempt may get past.
  ///
  /// After each it is unknown whether the request was carried out, and sending it again is safe: adding and removing find done
  /// what was done, a segment that was created already is found by its name, and a profile by its customer.
  package enum Failure: Hashable, Sendable, CaseIterable {
    /// 429.
    case overQuota
    /// 423, 499, and what ``HTTPAnswer/isTransientFailure`` says.
    case unavailable
    /// No connection, or it broke.
    case unreachable
    /// No answer in time.
    case timedOut
    /// An answer that is no JSON.
    case notJSON
  }

  /// Which failures are tried again at all.
  package let failures: Set<Failure>
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
    failures: Set<Failure> = Set(Failure.allCases),
    maximumAttempts: Int = 6,
    firstPause: Duration = .milliseconds(500),
    longestPause: Duration = .seconds(20),
    budget: Duration = .seconds(300)
  ) {
    self.failures = failures
    self.maximumAttempts = maximumAttempts
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.budget = budget
  }

  /// Decides whether there is another attempt, and when.
  ///
  /// - Parameters:
  ///   - kind: What came of the last attempt.
  ///   - sharedPause: How long a 429 has everybody wait now.
  ///   - statedPause: How long any other answer asks to wait.
  ///   - number: Which attempt that was, from 1.
  ///   - elapsed: The time since the first attempt began.
  ///   - isWrite: Whether the request changes the store.
  ///   - dice: 0 up to but not 1; spreads the pauses of many clients (full jitter).
  /// - Returns: The pause before the next attempt, or `nil` to give up. After a 429 it is zero: the pause for everybody comes
  ///   anyway.
  func pause(
    after kind: StoreError.Kind,
    sharedPause: Duration? = nil,
    statedPause: Duration? = nil,
    number: Int,
    elapsed: Duration,
    isWrite: Bool,
    dice: Double
  ) -> Duration? {
    guard let failure = Failure(kind), failures.contains(failure) else { return nil }
    guard number < maximumAttempts || (failure == .overQuota && maximumAttempts > 1) else { return nil }
    let own = failure == .overQuota ? .zero : max(longestBackoff(number: number, isWrite: isWrite) * dice, statedPause ?? .zero)
    return elapsed + max(own, sharedPause ?? .zero) <= budget ? own : nil
  }

  /// The upper end of the pause after this attempt, counted from 1.
  func longestBackoff(number: Int, isWrite: Bool) -> Duration {
    Backoff(first: firstPause * (isWrite ? 2 : 1), maximum: longestPause).pause(after: number)
  }
}

extension RetryPolicy.Failure {
  /// `nil` for a failure that another attempt would meet again.
  init?(_ kind: StoreError.Kind) {
    switch kind {
    case .overQuota: self = .overQuota
    case .unavailable: self = .unavailable
    case .unreachable: self = .unreachable
    case .timedOut: self = .timedOut
    case .notJSON: self = .notJSON
    case .redirected, .unauthorized, .forbidden, .notFound, .conflict, .rejected, .partlyDone, .limitReached, .unexpectedStatus,
      .malformed, .tooLarge, .listingNeverSettled, .cannotConnect:
      return nil
    }
  }
}
