/// The current window of the store's quota, according to the answers so far.
struct QuotaWindow: Hashable, Sendable {
  /// The vendor's window (bigcommerce/docs, *API rate limits*), for an answer that does not state its length.
  private static let standardLength = Duration.seconds(30)
  /// Far longer than any documented window: a wrong header must not make a run wait for days.
  private static let maximumLength = Duration.seconds(3600)
  /// Far more than any store accepts: a wrong header must not make sums overflow.
  private static let maximumQuota = 1_000_000_000

  /// Requests per window that the store accepts from all apps together.
  private(set) var quota: Int
  private(set) var length: Duration
  /// The latest time at which the window may end.
  private(set) var end: Duration
  /// Requests left in this window, according to the last report.
  private(set) var left: Int

  /// The window that an answer reports; `nil` when it reports none.
  ///
  /// The store wrote the report between `sentAt` and `now`, so the window ends between `sentAt + reset` and `now +
  /// reset`. The client assumes the later time, and adds a little since headers are rounded: an early request meets an
  /// empty window.
  init?(_ report: RateLimitReport, at now: Duration) {
    guard let quota = report.quota, quota > 0, let left = report.left, let reset = report.reset else { return nil }
    self.quota = min(quota, Self.maximumQuota)
    self.left = min(left, self.quota)
    let length = min(max(report.window ?? Self.standardLength, .milliseconds(1)), Self.maximumLength)
    self.length = length
    end = now + min(reset, length) + .milliseconds(1) + length / 200
  }

  /// Updates the window from a report; returns whether the report is about a later window.
  ///
  /// `earliestEnd` is the earliest end that the answer allows. `isExact` means that no other request was in flight.
  mutating func learn(_ report: QuotaWindow, earliestEnd: Duration, isExact: Bool) -> Bool {
    if report.end < end - length / 2 { return false }  // A late answer from the window before.
    if earliestEnd > end {
      self = report
      return true
    }
    // The same window. Its end can only be earlier than assumed, and answers can overtake each other.
    left = isExact ? report.left : min(left, report.left)
    quota = report.quota
    length = report.length
    end = min(end, report.end)
    return false
  }

  /// A request was lost; the store may have counted it.
  mutating func loseOne() { left = max(0, left - 1) }

  /// Moves to the window at `now`, whose quota counts as unused until an answer reports otherwise.
  mutating func move(to now: Duration) {
    guard now >= end else { return }
    end += length * (Int((now - end) / length) + 1)
    left = quota
  }
}
