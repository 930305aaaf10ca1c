import Logging

/// A request as errors and logs show it, with the ids that the vendor's support asks for.
package struct StoreCall: Hashable, Sendable {
  package let method: String
  /// The path below the store's base address, without the query.
  package let path: String
  package let scope: String
  /// The last answer's status; `nil` when none came.
  package let status: Int?
  /// The vendor's id of the last answer, printable and at most 100 characters long.
  package let requestID: String?
  package let attempts: Int

  init(_ request: StoreRequest, status: Int? = nil, requestID: String? = nil, attempts: Int = 1) {
    method = request.method
    path = request.path
    scope = request.scope
    self.status = status
    // It comes from outside and goes to terminals and logs.
    self.requestID = requestID.map {
      String($0.unicodeScalars.filter { ("!"..."~").contains($0) }.prefix(100).map(Character.init))
    }
    self.attempts = attempts
  }
}

extension StoreCall: CustomStringConvertible {
  /// `GET /segments (status 503, request id abc, 5 attempts)`.
  package var description: String {
    var facts: [String] = []
    if let status { facts.append("status \(status)") }
    if let requestID { facts.append("request id \(requestID)") }
    if attempts > 1 { facts.append("\(attempts) attempts") }
    return "\(method) \(path)" + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
  }
}

extension StoreCall {
  /// The facts for a log, with the reason of a failure and the pause before the next attempt; never the token.
  func metadata(reason: StoreError.Kind? = nil, pause: Duration? = nil) -> Logger.Metadata {
    let facts: [String: String?] = [
      "method": method, "path": path, "attempt": "\(attempts)", "status": status.map { "\($0)" }, "request_id": requestID,
      "reason": reason.map { "\($0)" }, "pause": pause.map { "\($0)" },
    ]
    return facts.compactMapValues { $0.map { "\($0)" } }
  }
}

/// Why a request failed, as facts; StoreErrorMessages has the words.
package struct StoreError: Error, Hashable, Sendable {
  package enum Kind: Error, Hashable, Sendable {
    /// No connection, or it broke before the answer was complete.
    case unreachable(reason: String)
    /// No connection, for a reason that another attempt would meet again, such as an untrusted certificate.
    case cannotConnect(reason: String, advice: String)
    /// No complete answer within the deadline, in seconds.
    case timedOut(seconds: Int)
    /// A 3xx, which the client never follows: the new address would get the token, and a DELETE without its `id:in`.
    case redirected
    /// 401.
    case unauthorized
    /// 402, 403: the token lacks a scope, or the store does not offer this.
    case forbidden(title: String)
    /// 404.
    case notFound
    /// 409, with the texts of the conflicts.
    case conflict(details: [String])
    /// 400, 406, 413, 414, 415, 422: the request is wrong.
    case rejected(title: String, details: [String])
    /// 207: the store did a part of what was asked for; only a listing shows which.
    case partlyDone
    /// 429 to the last attempt.
    case overQuota
    /// 423, 499 or 5xx to the last attempt.
    case unavailable
    /// 507: the store is full.
    case limitReached(title: String)
    /// A status that the vendor does not document.
    case unexpectedStatus(title: String)
    /// An answer that is not JSON: cut off, or not from the store.
    case notJSON
    /// JSON of another shape than documented.
    case malformed(expected: String)
    /// An answer over the bound, in bytes.
    case tooLarge(limit: Int)
    /// A list that changed during every reading.
    case listingNeverSettled(readings: Int, reason: String)
    /// The run has sent its maximum number of requests.
    case requestLimit(maximum: Int)
  }

  package let call: StoreCall
  package let kind: Kind

  init(_ call: StoreCall, _ kind: Kind) { (self.call, self.kind) = (call, kind) }

  /// Whether the run must stop, since every other request would fail in the same way.
  ///
  /// A quota that stayed used up through all attempts is such a failure: all requests share it.
  package var concernsWholeRun: Bool {
    switch kind {
    case .unauthorized, .forbidden, .redirected, .overQuota, .cannotConnect, .requestLimit: true
    default: false
    }
  }
}
