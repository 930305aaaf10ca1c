/// What a status means, as the vendor's pages on status codes and rate limits have it.
enum StatusMeaning: Hashable {
  case done
  case redirect
  case unauthorized
  case forbidden
  case notFound
  case conflict
  case rejected
  case overQuota
  case unavailable
  case limitReached
  case unexpected

  init(_ status: Int) {
    self =
      switch status {
      case 200, 201, 204: .done
      case 300..<400: .redirect
      case 401: .unauthorized
      case 403: .forbidden
      case 404: .notFound
      case 409: .conflict
      case 400, 406, 413, 415, 422: .rejected
      case 429: .overQuota
      case 423, 499, 500, 502, 503, 504: .unavailable
      case 507: .limitReached
      default: .unexpected
      }
  }

  func attempt(statedPause: Duration?) -> RetryPolicy.Attempt {
    switch self {
    case .overQuota: .overQuota(statedPause: statedPause)
    case .unavailable: .transient
    default: .final
    }
  }
}

extension StoreError {
  /// The error that an answer is; `nil` for an answer that says done.
  init?(_ call: StoreCall, _ response: StoreResponse) {
    let problem = ProblemBody(response.body)
    let kind: Kind? =
      switch StatusMeaning(response.status) {
      case .done: nil
      case .redirect: .redirected
      case .unauthorized: .unauthorized
      case .forbidden: .forbidden
      case .notFound: .notFound
      case .conflict: .conflict(details: problem.details)
      case .rejected: .rejected(title: problem.title, details: problem.details)
      case .overQuota: .overQuota
      case .unavailable: .unavailable
      case .limitReached: .limitReached(title: problem.title)
      case .unexpected: .unexpectedStatus
      }
    guard let kind else { return nil }
    self.init(call, kind)
  }
}
