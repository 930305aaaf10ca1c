/// What a scripted code host does instead of its work.
package struct HostFault: Sendable {
  package enum Kind: Sendable {
    case answer(Int, body: String = "{\"message\": \"as the test wants\"}", headers: [String: String] = [:])
    /// Closes the connection before doing anything.
    case closed
    /// Does what is asked, and closes the connection without an answer.
    case lostAnswer
  }

  let kind: Kind
  let method: String?
  /// The end of the path of a request, without the query.
  let pathEnd: String
  var remaining: Int

  /// - Parameters:
  ///   - kind: What happens.
  ///   - method: The method of the requests; any without it.
  ///   - pathEnd: The end of their paths, without the query; `*` stands for one component.
  ///   - times: How often it happens.
  package init(_ kind: Kind, _ method: String? = nil, at pathEnd: String = "", times: Int = .max) {
    self.kind = kind
    self.method = method
    self.pathEnd = pathEnd
    remaining = times
  }

  func hits(_ call: HostCall) -> Bool {
    let wanted = pathEnd.split(separator: "/")
    let components = call.components.suffix(wanted.count)
    return remaining > 0 && (method ?? call.method) == call.method && components.count == wanted.count
      && zip(wanted, components).allSatisfy { $0 == "*" || $0 == $1 }
  }
}

extension HostFault.Kind {
  package static let unauthorized = Self.answer(401, body: "{\"message\": \"Bad credentials\"}")
  package static let notFound = Self.answer(404, body: "{\"message\": \"Not Found\"}")
  package static let gone = Self.answer(410, body: "{\"message\": \"Issues are disabled for this repo\"}")
  package static let failing = Self.answer(503, body: "unavailable")
  package static let tooMany = Self.answer(429, headers: ["retry-after": "1"])
  /// GitHub's other answer to too many requests.
  package static let limited = Self.answer(403, headers: ["retry-after": "1", "x-ratelimit-remaining": "0"])
  package static let invalid = Self.answer(
    422,
    body: #"{"message": "Validation Failed", "errors": [{"resource": "X", "field": "body", "code": "invalid"}]}"#
  )

  /// A 403; GitHub names the permission that would do.
  package static func forbidden(naming permission: String? = nil) -> Self {
    .answer(
      403,
      body: "{\"message\": \"Resource not accessible by integration\"}",
      headers: permission.map { ["X-Accepted-GitHub-Permissions": $0] } ?? [:]
    )
  }
}
