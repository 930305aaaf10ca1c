/// A rate limit: so many requests a window, for all apps of the store together (the vendor's page *API rate limits*).
package struct Quota: Hashable, Sendable {
  /// 1 or more.
  package let requests: Int
  /// 1 ms or more; the vendor's is 30 s.
  package let window: Duration
  /// The share of the quota that other apps use up, evenly over each window: 0 to 1.
  package let usedByOthers: Double
  /// Whether a 429 says `X-Retry-After` as well.
  package let saysRetryAfter: Bool

  package init(requests: Int, window: Duration, usedByOthers: Double = 0, saysRetryAfter: Bool = false) {
    self.requests = requests
    self.window = window
    self.usedByOthers = usedByOthers
    self.saysRetryAfter = saysRetryAfter
  }
}

/// What is left of a quota.
///
/// Windows follow each other without a gap from time zero.
struct QuotaWindow: Sendable {
  let quota: Quota
  private var number: Int64 = 0
  /// By requests that came here.
  private var used = 0

  init(_ quota: Quota) { self.quota = quota }

  /// A request has come; whether there was room for it.
  ///
  /// One without room costs nothing.
  mutating func take(at now: Duration) -> Bool {
    move(to: now)
    guard left(at: now) > 0 else { return false }
    used += 1
    return true
  }

  /// The vendor's headers.
  ///
  /// - Parameters:
  ///   - now: The time since time zero.
  ///   - isRefused: Whether they go with a 429.
  /// - Returns: Names and values.
  mutating func headers(at now: Duration, isRefused: Bool) -> [(name: String, value: String)] {
    move(to: now)
    let reset = Self.milliseconds(quota.window) - Self.milliseconds(sinceStart(now))
    var headers = [
      (name: "X-Rate-Limit-Time-Window-Ms", value: "\(Self.milliseconds(quota.window))"),
      (name: "X-Rate-Limit-Time-Reset-Ms", value: "\(reset)"),
      (name: "X-Rate-Limit-Requests-Quota", value: "\(quota.requests)"),
      (name: "X-Rate-Limit-Requests-Left", value: "\(left(at: now))"),
    ]
    if isRefused && quota.saysRetryAfter {
      // Whole seconds, and never before the window ends.
      headers.append((name: "X-Retry-After", value: "\((reset + 999) / 1000)"))
    }
    return headers
  }

  private mutating func move(to now: Duration) {
    let current = Self.milliseconds(now) / Self.milliseconds(quota.window)
    guard current != number else { return }
    number = current
    used = 0
  }

  private func sinceStart(_ now: Duration) -> Duration {
    .milliseconds(Self.milliseconds(now) % Self.milliseconds(quota.window))
  }

  private func left(at now: Duration) -> Int {
    let passed = Double(Self.milliseconds(sinceStart(now))) / Double(Self.milliseconds(quota.window))
    let others = Int(Double(quota.requests) * quota.usedByOthers * passed)
    return max(0, quota.requests - used - others)
  }

  private static func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
