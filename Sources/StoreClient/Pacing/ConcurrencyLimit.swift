/// How many requests may be in flight: half as many after an overload, then one more per round of good answers.
///
/// Times are durations since any fixed moment.
struct ConcurrencyLimit: Sendable {
  /// The vendor's limit of requests in flight: *Limit of 10 concurrent requests* (segments.v3.yml, add, create and
  /// update).
  ///
  /// It applies per store and endpoint, and was 3 until January 2025. One bound for all endpoints stays below it.
  static let vendorLimit = 10

  /// The limit without overload, 1 to ``vendorLimit``.
  let maximum: Int
  /// The limit now, 1 to ``maximum``.
  private(set) var current: Int
  private var halvedAt: Duration?
  private var goodAnswers = 0

  /// - Parameter maximum: Clamped to 1 to ``vendorLimit``.
  init(maximum: Int) {
    self.maximum = min(max(maximum, 1), Self.vendorLimit)
    current = self.maximum
  }

  /// The store could not serve a request.
  ///
  /// Only the first such answer counts among requests that were in flight together: they all met the same overload.
  mutating func overloaded(sentAt: Duration, at now: Duration) {
    guard sentAt >= halvedAt ?? .zero else { return }
    current = max(1, current / 2)
    halvedAt = now
    goodAnswers = 0
  }

  mutating func served() {
    guard current < maximum else { return }
    goodAnswers += 1
    guard goodAnswers >= current else { return }
    current += 1
    goodAnswers = 0
  }
}
