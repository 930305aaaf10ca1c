/// A rate limit: a number of requests per window, for all apps of the store together.
///
/// Source: the vendor's page *API rate limits*.
struct Quota: Hashable, Sendable {
  /// 1 or more.
  let requests: Int
  /// 1 ms or more; the vendor's window is 30 s.
  let window: Duration
  /// The share that other apps use up, evenly over each window: 0 to 1.
  var usedByOthers = 0.0
  /// Whether a 429 has the header `X-Retry-After` too.
  var saysRetryAfter = false
}

/// Counts what is left of a quota.
///
/// Windows follow each other without a gap from time zero.
struct QuotaMeter: Sendable {
  private let quota: Quota
  /// In milliseconds.
  private let window: Int
  /// The number of the current window.
  private var number = 0
  /// How many requests of this window came here.
  private var used = 0

  init(_ quota: Quota) {
    self.quota = quota
    window = Self.milliseconds(quota.window)
  }

  /// Counts a request, and returns whether there was room for it; a request without room costs nothing.
  mutating func take(at now: Duration) -> Bool {
    guard left(at: now) > 0 else { return false }
    used += 1
    return true
  }

  /// The vendor's headers, for a 429 or any other answer.
  mutating func headers(at now: Duration, isRefused: Bool) -> [(name: String, value: String)] {
    let reset = window - Self.milliseconds(now) % window
    var headers = [
      (name: "X-Rate-Limit-Time-Window-Ms", value: "\(window)"),
      (name: "X-Rate-Limit-Time-Reset-Ms", value: "\(reset)"),
      (name: "X-Rate-Limit-Requests-Quota", value: "\(quota.requests)"),
      (name: "X-Rate-Limit-Requests-Left", value: "\(left(at: now))"),
    ]
    if isRefused && quota.saysRetryAfter {
      // Whole seconds, rounded up: never before the window ends.
      headers.append((name: "X-Retry-After", value: "\((reset + 999) / 1000)"))
    }
    return headers
  }

  private mutating func left(at now: Duration) -> Int {
    let (current, passed) = Self.milliseconds(now).quotientAndRemainder(dividingBy: window)
    if current != number {
      number = current
      used = 0
    }
    let others = Int(Double(quota.requests) * quota.usedByOthers * Double(passed) / Double(window))
    return max(0, quota.requests - used - others)
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
