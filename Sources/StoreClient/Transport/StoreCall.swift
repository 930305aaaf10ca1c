import Logging

/// A request as errors and logs name it: what was asked, what came back, and the ids that support asks for.
package struct StoreCall: Hashable, Sendable {
  package let method: String
  /// The path below the store's base address, without the query.
  package let path: String
  /// The OAuth scope that the request needs.
  package let scope: String
  /// The last answer's status; `nil` when none came.
  package let status: Int?
  /// The vendor's id of the last answer, printable and at most 100 characters long.
  package let requestID: String?
  /// How many times the request was sent.
  package let attempts: Int

  init(_ request: StoreRequest, status: Int? = nil, requestID: String? = nil, attempts: Int = 1) {
    method = request.method
    path = request.path
    scope = request.scope
    self.status = status
    // It goes to terminals and logs, and comes from outside.
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
  /// The facts for a log.
  ///
  /// There is no token among them.
  var metadata: Logger.Metadata {
    var metadata: Logger.Metadata = ["method": "\(method)", "path": "\(path)", "attempt": "\(attempts)"]
    if let status { metadata["status"] = "\(status)" }
    if let requestID { metadata["request_id"] = "\(requestID)" }
    return metadata
  }

  /// The facts with why the request failed, and how long the next attempt waits.
  func metadata(reason: String, pause: Duration? = nil) -> Logger.Metadata {
    var metadata = metadata
    metadata["reason"] = "\(reason)"
    if let pause { metadata["pause"] = "\(pause)" }
    return metadata
  }
}
