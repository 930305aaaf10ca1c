/// Pauses between attempts: each twice as long as the one before, up to a ceiling.
package struct Backoff: Hashable, Sendable {
  package let first: Duration
  package let maximum: Duration

  package init(first: Duration, maximum: Duration) {
    self.first = first
    self.maximum = maximum
  }

  /// The pause after an attempt, counted from 1.
  package func pause(after attempt: Int) -> Duration { min(maximum, first * (1 << min(attempt - 1, 20))) }
}
