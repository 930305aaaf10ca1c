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
