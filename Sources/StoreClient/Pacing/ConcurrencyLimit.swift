/// How many requests may be in flight: halved when the store is overloaded, one more again after each round of good answers.
///
/// A state machine without I/O. Times are durations since any fixed moment.
struct ConcurrencyLimit: Sendable {
  /// The vendor's limit of requests in flight: *Limit of 10 concurrent requests* (segments.v3.yml, add, create and update).
  ///
  /// It was 3 until January 2025, and is counted a store and endpoint; one bound for everything keeps under it.
  static let vendorLimit = 10

  /// What it recovers to, 1 to ``vendorLimit``.
  let maximum: Int
  /// What it is now, 1 to ``maximum``.
  private(set) var current: Int
  private var halvedAt: Duration?
  /// Good answers since the last change.
  private var goodAnswers = 0

  /// - Parameter maximum: Brought into 1 to ``vendorLimit``.
  init(maximum: Int) {
    self.maximum = min(max(maximum, 1), Self.vendorLimit)
    current = self.maximum
  }

  /// The store could not serve a request.
  ///
  /// Of the requests that were in flight together the first such answer counts: they all met the same overload.
  mutating func overloaded(sentAt: Duration, at now: Duration) {
    guard sentAt >= halvedAt ?? .zero else { return }
    current = max(1, current / 2)
    halvedAt = now
    goodAnswers = 0
  }

  /// The store served a request.
  mutating func served() {
    guard current < maximum else { return }
    goodAnswers += 1
    guard goodAnswers >= current else { return }
    current += 1
    goodAnswers = 0
  }
}
