import HTTPExchange

/// How one request ended, for pacing.
struct ExchangeOutcome: Hashable, Sendable {
  /// What the answer means for the pace of all requests.
  enum Meaning: Hashable, Sendable {
    /// The store answered, perhaps with an error.
    case served
    /// 429 that states how long to wait.
    case overQuota(stated: Duration)
    /// 429 that states nothing: the platform is under load for this store (bigcommerce/docs, *API rate limits*).
    case throttled
    /// 503, 504, or no answer in time.
    case overloaded
    /// Any other failure; the request may not have reached the store.
    case failed
  }

  let meaning: Meaning
  /// `nil` without an answer.
  let report: RateLimitReport?

  static let timedOut = ExchangeOutcome(meaning: .overloaded, report: nil)
  /// The connection failed, or the request was cancelled.
  static let lost = ExchangeOutcome(meaning: .failed, report: nil)
}

extension ExchangeOutcome {
  /// The outcome of a request that was answered with this status.
  init(status: Int, report: RateLimitReport) {
    self.report = report
    meaning =
      switch status {
      case 429: report.statedPause.map { .overQuota(stated: $0) } ?? .throttled
      case 503, 504: .overloaded
      case 500...: .failed
      default: .served
      }
  }
}

/// The quota that all apps of a store share, from an answer's headers (bigcommerce/docs, *API rate limits*).
struct RateLimitReport: Hashable, Sendable {
  /// The length of a window: `X-Rate-Limit-Time-Window-Ms`.
  var window: Duration?
  /// The time until the window ends: `X-Rate-Limit-Time-Reset-Ms`.
  var reset: Duration?
  /// Requests per window that the store accepts from all apps together: `X-Rate-Limit-Requests-Quota`.
  var quota: Int?
  /// Requests left in the window: `X-Rate-Limit-Requests-Left`.
  var left: Int?
  /// How long to wait: the store's `X-Retry-After` in whole seconds, or the standard `Retry-After` of a gateway.
  var retryAfter: Duration?

  /// How long a 429 asks us to wait: the longer of the two times; `nil` when it states neither.
  var statedPause: Duration? { [reset, retryAfter].compactMap { $0 }.max() }
}

extension RateLimitReport {
  /// Ignores values that are not whole numbers, and numbers below zero.
  ///
  /// - Parameter headers: With names in lower case; the vendor does not keep to one case.
  init(headers: [String: String]) {
    func number(_ name: String) -> Int? { headers[name].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }
    func milliseconds(_ name: String) -> Duration? { number(name).map { .milliseconds($0) } }
    window = milliseconds("x-rate-limit-time-window-ms")
    reset = milliseconds("x-rate-limit-time-reset-ms")
    quota = number("x-rate-limit-requests-quota")
    left = number("x-rate-limit-requests-left")
    retryAfter = number("x-retry-after").map { .seconds($0) } ?? RetryAfter.pause(headers)
  }
}
