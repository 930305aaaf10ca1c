/// One request, as it goes out.
package struct HTTPCall: Sendable {
  /// In capitals.
  package let method: String
  /// The whole address, its query too.
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

  /// What follows scheme and host: the part of the address that may be secret.
  var target: Substring {
    guard let host = url.firstRange(of: "://")?.upperBound else { return url[...] }
    return url[host...].drop { $0 != "/" && $0 != "?" }
  }
}

/// One answer, complete in memory, whatever its status.
package struct HTTPAnswer: Sendable {
  /// 200 to 599.
  package let status: Int
  /// By names in lower case, as HTTP/2 has them anyway; of a repeated header the last.
  package let headers: [String: String]
  package let body: [UInt8]

  package init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension HTTPAnswer {
  /// Server errors that another attempt would meet again: the server does not know the method (501), the version of HTTP (505), the
  /// variant (506) or the extension (510); it has no room (507) or found a loop (508); the network wants a login (511).
  ///
  /// https://www.iana.org/assignments/http-status-codes
  private static let lastingServerErrors: Set<Int> = [501, 505, 506, 507, 508, 510, 511]

  /// Whether the same request may get another answer soon: it came too slowly, too early or too often, or the server has trouble.
  ///
  /// Of server errors this is the rule, for those too that only some gateway knows (520 to 530, 598): the exceptions are listed.
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
  /// None, or none complete, within the deadline.
  case timedOut
  /// It is over the bound.
  case tooLarge
  /// No connection, or it broke, or what came is not HTTP: another attempt may get through.
  case unreachable(reason: String)
  /// The same, for a reason that another attempt would meet again, such as a certificate that is not trusted.
  ///
  /// `advice` is what to do about it, in sentences.
  case lasting(reason: String, advice: String)
}
