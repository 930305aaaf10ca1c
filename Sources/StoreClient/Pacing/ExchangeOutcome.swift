/// What came of one request, as far as pacing is concerned.
struct ExchangeOutcome: Hashable, Sendable {
  /// What the answer is to the pace of all requests.
  enum Meaning: Hashable, Sendable {
    /// The store answered, be it with an error.
    case served
    /// 429 that states how long to wait.
    case overQuota(stated: Duration)
    /// 429 that states nothing: the platform is under load for this store (bigcommerce/docs, *API rate limits*).
    case throttled
    /// 503, 504, or no answer in time.
    case overloaded
    /// Any other failure; the store may not even have had the request.
    case failed
  }

  let meaning: Meaning
  /// What the answer's headers say; nothing without an answer.
  let report: RateLimitReport
  /// Whether there was an answer.
  let isAnswered: Bool

  /// The outcome of a request that was answered.
  ///
  /// - Parameters:
  ///   - status: The answer's status.
  ///   - report: What its headers say.
  init(status: Int, report: RateLimitReport) {
    self.report = report
    isAnswered = true
    meaning =
      switch status {
      case 429: report.statedPause.map { .overQuota(stated: $0) } ?? .throttled
      case 503, 504: .overloaded
      case 500...: .failed
      default: .served
      }
  }

  private init(_ meaning: Meaning) {
    self.meaning = meaning
    report = .none
    isAnswered = false
  }

  /// No answer came in time.
  static let timedOut = ExchangeOutcome(.overloaded)
  /// The connection failed, or the request was given up.
  static let lost = ExchangeOutcome(.failed)
}
