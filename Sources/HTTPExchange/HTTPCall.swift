/// One request as it is sent.
package struct HTTPCall: Sendable {
  /// In capitals.
  package let method: String
  /// The whole address, including its query.
  package let url: String
  package let headers: [(name: String, value: String)]
  /// `nil` for a request without a body.
  package let body: [UInt8]?

  package init(_ method: String, _ url: String, headers: [(name: String, value: String)], body: [UInt8]? = nil) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }

  /// The part of the address after scheme and host, which may be secret.
  var target: Substring {
    guard let host = url.firstRange(of: "://")?.upperBound else { return url[...] }
    return url[host...].drop { $0 != "/" && $0 != "?" }
  }
}

/// One complete answer with any status.
package struct HTTPAnswer: Sendable {
  /// 200 to 599.
  package let status: Int
  /// By names in lower case; the last one of a repeated header.
  package let headers: [String: String]
  package let body: [UInt8]

  package init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension HTTPAnswer {
  /// Server errors that another attempt would get again.
  ///
  /// The server does not know the method (501), the version of HTTP (505), the variant (506) or the extension (510); it
  /// has no space (507) or found a loop (508); the network requires a login (511). See
  /// https://www.iana.org/assignments/http-status-codes
  private static let lastingServerErrors: Set<Int> = [501, 505, 506, 507, 508, 510, 511]

  /// Whether the same request may soon get another answer: it was too slow, early or frequent, or the server failed.
  ///
  /// This includes all server errors except the listed ones, even those of some gateways only (520 to 530, 598).
  package var isTransientFailure: Bool {
    switch status {
    case 408, 425, 429: true
    case 500...599: !Self.lastingServerErrors.contains(status)
    default: false
    }
  }
}

/// Why there is no answer.
package enum HTTPFailure: Error, Hashable, Sendable {
  /// There was no complete answer within the deadline.
  case timedOut(seconds: Int)
  /// The body has more than this many bytes.
  case tooLarge(limit: Int)
  /// There was no connection, it broke, or the answer is not HTTP.
  case unreachable(reason: String)
  /// The same, for a lasting reason, such as an untrusted certificate; `advice` says what to do, in sentences.
  case lasting(reason: String, advice: String)

  /// Whether another attempt may succeed.
  package var isTransient: Bool {
    switch self {
    case .timedOut, .unreachable: true
    case .tooLarge, .lasting: false
    }
  }

  /// The reason, and what to do about it; the advice may be empty.
  package var words: (reason: String, advice: String) {
    switch self {
    case .timedOut(let seconds): ("no complete answer within \(seconds) s", "")
    case .tooLarge(let limit): ("the answer has more than \(limit) bytes", "")
    case .unreachable(let reason): (reason, "")
    case .lasting(let reason, let advice): (reason, advice)
    }
  }
}
