/// The pause of all requests after a 429: they share one store and its quota.
///
/// Times are durations since any fixed moment.
struct SharedPause: Sendable {
  let policy: RetryPolicy
  /// No request is sent before this time.
  private(set) var end: Duration?
  /// The number of 429s in a row.
  private var streak = 0
  private var streakGrewAt: Duration?

  init(policy: RetryPolicy) { self.policy = policy }

  /// Handles a 429 that states how long to wait.
  ///
  /// If that is longer than the budget of a request, there is no pause: the request fails and the run stops.
  ///
  /// All clients of the store get the same time. `dice`, in `0..<1`, spreads their next requests.
  mutating func state(_ stated: Duration, dice: Double, at now: Duration) {
    guard stated <= policy.budget else { return }
    extend(to: now + stated * (1.01 + 0.05 * dice) + .milliseconds(1))
  }

  /// Handles a 429 with a pause that grows with each 429 in a row.
  ///
  /// Only the first such answer counts among requests that were in flight together: they all met the same overload.
  ///
  /// The vendor asks for a longer pause after a write. `dice` is in `0..<1` (full jitter).
  mutating func backOff(isWrite: Bool, dice: Double, sentAt: Duration, at now: Duration) {
    if streak == 0 || sentAt >= streakGrewAt ?? .zero {
      streak += 1
      streakGrewAt = now
      extend(to: now + policy.longestBackoff(number: streak, isWrite: isWrite) * dice)
    }
  }

  /// Ends the row of 429s when the served request was sent after the last pause began.
  mutating func served(sentAt: Duration) {
    if sentAt >= streakGrewAt ?? .zero { streak = 0 }
  }

  /// The rest of the pause; `nil` if no pause is in progress.
  func remaining(at now: Duration) -> Duration? {
    guard let end, end > now else { return nil }
    return end - now
  }

  private mutating func extend(to end: Duration) { self.end = max(self.end ?? end, end) }
}
