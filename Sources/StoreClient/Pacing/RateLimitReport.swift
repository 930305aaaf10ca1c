import HTTPExchange

/// What the headers of an answer say about the quota that all apps of a store share (bigcommerce/docs, *API rate limits*).
struct RateLimitReport: Hashable, Sendable {
  /// The length of a window: `X-Rate-Limit-Time-Window-Ms`.
  let window: Duration?
  /// How long the window lasts yet: `X-Rate-Limit-Time-Reset-Ms`.
  let reset: Duration?
  /// Requests that the store takes a window, from all apps together: `X-Rate-Limit-Requests-Quota`.
  let quota: Int?
  /// Requests that the window has left: `X-Rate-Limit-Requests-Left`.
  let left: Int?
  /// How long to wait: `X-Retry-After` in whole seconds, and the standard's `Retry-After`, also as a date, from whatever stands in front
  /// of the store.
  let retryAfter: Duration?

  /// A report of nothing.
  static let none = RateLimitReport()

  init(
    window: Duration? = nil,
    reset: Duration? = nil,
    quota: Int? = nil,
    left: Int? = nil,
    retryAfter: Duration? = nil
  ) {
    self.window = window
    self.reset = reset
    self.quota = quota
    self.left = left
    self.retryAfter = retryAfter
  }

  /// What is no whole number, or below zero, counts as not said.
  ///
  /// - Parameter headers: Their names in lower case: the vendor's come in any.
  init(headers: [String: String]) {
    func number(_ name: String) -> Int? { headers[name].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }
    func milliseconds(_ name: String) -> Duration? { number(name).map { .milliseconds($0) } }
    window = milliseconds("x-rate-limit-time-window-ms")
    reset = milliseconds("x-rate-limit-time-reset-ms")
    quota = number("x-rate-limit-requests-quota")
    left = number("x-rate-limit-requests-left")
    retryAfter = number("x-retry-after").map { .seconds($0) } ?? RetryAfter.pause(headers)
  }

  /// How long a 429 asks us to wait: the longer of the two, `nil` when it says neither.
  var statedPause: Duration? { [reset, retryAfter].compactMap { $0 }.max() }
}
