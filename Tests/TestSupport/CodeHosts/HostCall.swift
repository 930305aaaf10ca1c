import FoundationEssentials

/// A request to a scripted code host, and the rules that it breaks.
struct HostCall {
  let method: String
  /// The components of the path, as they were sent.
  let components: [String]
  let endsWithSlash: Bool
  /// Decoded.
  let query: [String: String]
  let headers: [RecordedRequest.Header]
  /// The body; `nil` if it is not a JSON object.
  let fields: [String: HostJSON]?
  let hasBody: Bool
  private(set) var violations: [String] = []

  init(_ request: RecordedRequest) {
    method = request.method
    components = request.path.split(separator: "/").map(String.init)
    endsWithSlash = request.path.hasSuffix("/")
    var query: [String: String] = [:]
    for pair in request.query.split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      query[String(sides[0])] = sides.count > 1 ? Self.decoded(sides[1]) : ""
    }
    self.query = query
    headers = request.headers
    hasBody = !request.body.isEmpty
    fields = try? JSONDecoder().decode([String: HostJSON].self, from: Data(request.body))
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  mutating func complain(_ violation: String) { violations.append(violation) }

  /// The components that stand for `*`, if method and path match.
  func match(_ method: String, _ pattern: String, below base: Int) -> [String]? {
    let parts = pattern.split(separator: "/")
    let own = components.dropFirst(base)
    guard method == self.method, parts.count == own.count, zip(parts, own).allSatisfy({ $0 == "*" || $0 == $1 }) else {
      return nil
    }
    return zip(parts, own).filter { $0.0 == "*" }.map(\.1)
  }

  /// Complains about parameters that the reference does not have, and pages that no host has.
  mutating func allowQuery(_ names: Set<String>) {
    for name in query.keys.sorted() where !names.contains(name) && !["per_page", "page"].contains(name) {
      complain("the parameter \(name) is unknown")
    }
    for (name, range) in [("per_page", 1...100), ("page", 1...Int.max)] {
      guard let text = query[name] else { continue }
      if Int(text).map(range.contains) != true { complain("\(name)=\(text) is not a number of \(name)") }
    }
  }

  /// The body, after checking which fields it has.
  mutating func body(_ required: Set<String>, optional: Set<String> = []) throws(HostRefusal) -> [String: HostJSON] {
    if header("content-type") != "application/json" { complain("the content type is not JSON") }
    guard let fields else { throw HostRefusal(400, "Problems parsing JSON") }
    for name in fields.keys.sorted() where !required.union(optional).contains(name) { complain("the field \(name) is unknown") }
    if let missing = required.subtracting(fields.keys).min() { throw HostRefusal(422, "\(missing) is missing") }
    return fields
  }

  /// One page of a list, with the headers that lead to the next one.
  func page(_ elements: [HostJSON], standard: Int, path: String? = nil, hasPageHeaders: Bool) -> HostAnswer {
    let size = min(max(1, query["per_page"].flatMap { Int($0) } ?? standard), 100)
    let page = max(1, query["page"].flatMap { Int($0) } ?? 1)
    var headers: [String: String] = [:]
    let isLast = page * size >= elements.count
    if hasPageHeaders { headers = ["x-page": "\(page)", "x-per-page": "\(size)", "x-next-page": isLast ? "" : "\(page + 1)"] }
    if !isLast {
      let address = "http://\(header("host") ?? "")/\(path ?? components.joined(separator: "/"))"
      let others = query.filter { $0.key != "page" }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      func link(_ page: Int) -> String { "<\(address)?\((others + ["page=\(page)"]).joined(separator: "&"))>" }
      headers["link"] = "\(link(page + 1)); rel=\"next\", \(link((elements.count + size - 1) / size)); rel=\"last\""
    }
    return HostAnswer(200, .list(Array(elements.dropFirst((page - 1) * size).prefix(size))), headers)
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// An answer of a scripted code host.
struct HostAnswer {
  let status: Int
  let body: HostJSON
  let headers: [String: String]

  init(_ status: Int, _ body: HostJSON, _ headers: [String: String] = [:]) {
    self.status = status
    self.body = body
    self.headers = headers
  }
}

/// A request that the host refuses.
struct HostRefusal: Error {
  let answer: HostAnswer
  /// Whether the request breaks a rule of the reference.
  var isViolation = true

  init(_ status: Int, _ message: String, errors: [HostJSON]? = nil, headers: [String: String] = [:]) {
    var body: [String: HostJSON] = ["message": .text(message)]
    if let errors { body["errors"] = .list(errors) }
    answer = HostAnswer(status, .fields(body), headers)
  }
}
