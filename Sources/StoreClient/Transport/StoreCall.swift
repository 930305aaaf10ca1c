/// A request as errors and logs name it: what was asked, what came back, and the ids that support asks for.
package struct StoreCall: Hashable, Sendable {
  package let method: String
  /// The path below the store's base address, without the query.
  package let path: String
  /// The OAuth scope that the request needs.
  package let scope: String
  /// The last answer's status; `nil` when none came.
  package let status: Int?
  /// The vendor's id of the last answer.
  package let requestID: String?
  /// How many times the request was sent.
  package let attempts: Int

  init(_ request: StoreRequest, status: Int? = nil, requestID: String? = nil, attempts: Int = 1) {
    method = request.method
    path = request.path
    scope = request.scope
    self.status = status
    self.requestID = requestID
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
