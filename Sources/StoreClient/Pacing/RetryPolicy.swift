/// Which failures are tried again, how often, and after what pause.
///
/// A value: the clock and the dice are the caller's.
package struct RetryPolicy: Hashable, Sendable {
  /// How many times a request is sent at most, 1 or more.
  package let maximumAttempts: Int
  /// The upper end of the first pause for a read; doubles with every further attempt.
  ///
  /// Writes wait twice as long, as the vendor asks.
  package let firstPause: Duration
  /// The upper end of any pause that we choose ourselves.
  package let longestPause: Duration
  /// How long one request may take with all its attempts and pauses.
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

  /// What came of one attempt, as far as trying again is concerned.
  enum Attempt: Hashable, Sendable {
    /// 429, with the pause that its headers ask for.
    case overQuota(statedPause: Duration?)
    /// 423, 499, 5xx but 507, a broken connection, a timeout: unknown whether it was done, safe to send again.
    case transient
    /// Trying again would give the same.
    case final
  }

  /// The pause before the next attempt, or `nil` to give up.
  ///
  /// - Parameters:
  ///   - attempt: What came of the last attempt.
  ///   - number: Which attempt that was, from 1.
  ///   - elapsed: The time since the first attempt began.
  ///   - isWrite: Whether the request changes the store.
  ///   - dice: 0 up to but not 1; spreads the pauses of many clients (full jitter).
  func pause(
    after attempt: Attempt,
    number: Int,
    elapsed: Duration,
    isWrite: Bool,
    dice: Double
  ) -> Duration? {
    guard number < maximumAttempts else { return nil }
    let pause: Duration
    switch attempt {
    case .final:
      return nil
    case .overQuota(let stated?):
      // The stated time is when the quota is fresh; the dice keep everyone from coming at that very moment.
      pause = stated + firstPause * dice
    case .overQuota(nil), .transient:
      let ceiling = min(longestPause, firstPause * (isWrite ? 2 : 1) * (1 << min(number - 1, 20)))
      // Never at once: a repeated request must give an overloaded store some air.
      pause = ceiling * (0.25 + 0.75 * dice)
    }
    return elapsed + pause <= budget ? pause : nil
  }
}
