import HTTPExchange

extension StoreError.Kind {
  /// What an answer's status means, as the vendor's pages on status codes and rate limits have it; `nil` for one that says done.
  ///
  /// - Parameters:
  ///   - response: The answer.
  ///   - request: What was asked. Of an answer to a request that names people no text is kept: it could repeat an email.
  init?(_ response: StoreResponse, to request: StoreRequest) {
    var problem: ProblemBody { ProblemBody(request.namesPeople ? [] : response.body) }
    switch response.status {
    case 200, 201, 204: return nil
    case 207: self = .partlyDone
    case 300..<304, 305..<400: self = .redirected
    case 401: self = .unauthorized
    case 402, 403: self = .forbidden(title: problem.title)
    case 404: self = .notFound
    case 409: self = .conflict(details: problem.details)
    case 400, 406, 413, 414, 415, 422:
      let problem = problem
      self = .rejected(title: problem.title, details: problem.details)
    case 429: self = .overQuota
    case 507: self = .limitReached(title: problem.title)
    case 423, 499: self = .unavailable
    case _ where response.isTransientFailure: self = .unavailable
    default: self = .unexpectedStatus(title: problem.title)
    }
  }
}
