import HTTPExchange

/// One request to a server that keeps a state.
struct StateRequest: Sendable {
  let method: String
  /// The whole address, its query too.
  let url: String
  /// The address as errors and logs may show it.
  let shownURL: String
  var headers: [(name: String, value: String)]
  let body: [UInt8]?

  init(_ method: String, url: String, shownURL: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil) {
    self.method = method
    self.url = url
    self.shownURL = shownURL
    self.headers = headers
    self.body = body
  }
}

/// An answer to a ``StateRequest``, whatever its status.
typealias StateResponse = HTTPAnswer

extension HTTPAnswer {
  /// What the server asks to wait, in seconds.
  var retryAfter: Int? { headers["retry-after"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

  /// The beginning of the body as one line of text, for messages; empty when it is no text.
  var excerpt: String {
    guard let text = String(validating: body.prefix(2000), as: UTF8.self) else { return "" }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    // A page of HTML tells nobody anything.
    return words.hasPrefix("<!") || words.lowercased().hasPrefix("<html") ? "" : String(words.prefix(300))
  }
}
