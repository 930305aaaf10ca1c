/// The window of the store's quota that is open now, as far as answers have told.
struct QuotaWindow: Hashable, Sendable {
  /// The vendor's window (bigcommerce/docs, *API rate limits*), for an answer that does not give its length.
  private static let usualLength = Duration.seconds(30)
  /// No documented window is nearly as long; a slip in a header must not have a run wait for days.
  private static let longest = Duration.seconds(3600)

  /// No store takes nearly as many requests a window; a slip in a header must not end a run by sums that overflow.
  private static let largestQuota = 1_000_000_000

  /// Requests that the store takes a window, from all apps together.
  private(set) var quota: Int
  private(set) var length: Duration
  /// When the window is over at the latest.
  private(set) var end: Duration
  /// Requests that the store has left in this window, by the last word of it.
  private(set) var left: Int

  /// The window that an answer tells of; `nil` when it tells of none.
  ///
  /// The store wrote the report some time between `sentAt` and `now`, so that the window ends between `sentAt + reset` and `now +
  /// reset`. The later one is taken, and a little for the rounding of headers: a request that comes too early meets an empty
  /// window.
  init?(_ report: RateLimitReport, at now: Duration) {
    guard let quota = report.quota, quota > 0, let left = report.left, let reset = report.reset else { return nil }
    self.quota = min(quota, Self.largestQuota)
    self.left = min(left, self.quota)
    let length = min(max(report.window ?? Self.usualLength, .milliseconds(1)), Self.longest)
    self.length = length
    end = now + min(reset, length) + .milliseconds(1) + length / 200
  }

  /// Takes in the window as an answer tells of it; whether it is a later one than the one that was thought to be open.
  ///
  /// `earliestEnd` is the earliest end of the window that the answer allows. In an `isExact` report nothing can be missing: no other
  /// request was under way.
  mutating func learn(_ report: QuotaWindow, earliestEnd: Duration, isExact: Bool) -> Bool {
    if report.end < end - length / 2 { return false }  // A late answer of the window before.
    if earliestEnd > end {
      self = report
      return true
    }
    // The same window: its end can only be nearer than thought. Answers overtake each other, and what is left only falls.
    left = isExact ? report.left : min(left, report.left)
    quota = report.quota
    length = report.length
    end = min(end, report.end)
    return false
  }

  /// A request was lost on its way: the store may have counted it.
  mutating func loseOne() { left = max(0, left - 1) }

  /// Moves on to the window that is open at `now`, which is full until an answer says otherwise.
  mutating func move(to now: Duration) {
    guard now >= end else { return }
    end += length * (Int((now - end) / length) + 1)
    left = quota
  }
}
