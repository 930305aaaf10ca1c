/// The pause that a 429 imposes on everybody: the quota and the store are one for all requests of the process.
///
/// Times are durations since any fixed moment.
struct SharedPause: Sendable {
  /// The pauses that we choose ourselves.
  let policy: RetryPolicy
  /// Nobody goes before.
  private(set) var end: Duration?
  /// How many 429s came in a row.
  private var streak = 0
  private var streakGrewAt: Duration?

  init(policy: RetryPolicy) { self.policy = policy }

  /// A 429 that states how long to wait.
  ///
  /// A time over the budget of a request is not waited for: every request would meet the same answer, and the run has to stop.
  ///
  /// The stated moment is the same for all clients of the store: `dice`, 0 up to but not 1, keeps them from all coming at it.
  mutating func state(_ stated: Duration, dice: Double, at now: Duration) {
    guard stated <= policy.budget else { return }
    extend(to: now + stated * (1.01 + 0.05 * dice) + .milliseconds(1))
  }

  /// A 429 makes the pause grow with each in a row, whatever it states.
  ///
  /// One that states nothing comes from a platform that is under load for this store.
  ///
  /// Of the requests that were in flight together the first such answer counts: they all met the same overload.
  ///
  /// The vendor asks to wait longer after a write. `dice` is 0 up to but not 1 (full jitter).
  mutating func backOff(isWrite: Bool, dice: Double, sentAt: Duration, at now: Duration) {
    if streak == 0 || sentAt >= streakGrewAt ?? .zero {
      streak += 1
      streakGrewAt = now
      extend(to: now + policy.longestBackoff(number: streak, isWrite: isWrite) * dice)
    }
  }

  /// A request that went after the last pause began was served.
  mutating func served(sentAt: Duration) {
    if sentAt >= streakGrewAt ?? .zero { streak = 0 }
  }

  /// How long the pause lasts yet; `nil` when there is none.
  func remaining(at now: Duration) -> Duration? {
    guard let end, end > now else { return nil }
    return end - now
  }

  private mutating func extend(to end: Duration) { self.end = max(self.end ?? end, end) }
}
