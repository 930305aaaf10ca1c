import Diagnostics
import FoundationEssentials
import HTTPExchange

/// Sends requests to the API of a code host.
struct CodeHostConnection: Sendable {
  /// The maximum number of pages of a list: 10,000 comments.
  private static let maximumPages = 100
  /// The maximum size of an answer, in bytes: 100 long comments.
  private static let maximumAnswer = 64 << 20
  private static let maximumPause = Duration.seconds(60)
  /// The pause if a host limits requests and does not say for how long (GitHub docs, *Rate limits for the REST API*).
  private static let unknownLimit = Duration.seconds(60)

  /// `GitHub`, `GitLab`.
  let host: String
  /// The address of the API, without a slash at its end.
  let api: ServerAddress
  let headers: [(name: String, value: String)]
  let exchanger: HTTPExchanger
  let patience: CodeHostPatience

  /// All elements of a list.
  func list<Element: Decodable>(
    _ path: String,
    query: [(name: String, value: String)] = [],
    to action: String
  ) async throws -> [Element] {
    let query = query + [("per_page", "100")]
    var answer = try await send("GET", path, query: query, to: action)
    var elements: [Element] = []
    for page in 1... {
      elements += try decode([Element].self, answer, to: action)
      let number = answer.headers["x-next-page"].flatMap { $0.isEmpty ? nil : $0 }
      guard let next = try number.map({ (path, query + [("page", $0)]) }) ?? nextPage(answer, to: action).map({ ($0, []) }) else {
        break
      }
      guard page < Self.maximumPages else {
        throw CodeHostError(host: host, action: action, reason: "the list has more than \(Self.maximumPages) pages")
      }
      answer = try await send("GET", next.0, query: next.1, to: action)
    }
    return elements
  }

  func decode<Value: Decodable>(_ type: Value.Type, _ answer: HTTPAnswer, to action: String) throws(CodeHostError) -> Value {
    do {
      return try decoded(type, from: answer.body)
    } catch {
      throw CodeHostError(host: host, action: action, reason: "its answer is not the expected JSON")
    }
  }

  /// The whole address of the next page by the header `Link` (RFC 8288).
  private func nextPage(_ answer: HTTPAnswer, to action: String) throws(CodeHostError) -> String? {
    let links = (answer.headers["link"] ?? "").split(separator: ",")
    guard let link = links.first(where: { $0.contains("rel=\"next\"") }), let start = link.firstIndex(of: "<"),
      let end = link.firstIndex(of: ">"), start < end
    else { return nil }
    // The token must not go to another server.
    guard let next = try? ServerAddress(String(link[link.index(after: start)..<end])), next.origin == api.origin else {
      throw CodeHostError(host: host, action: action, reason: "the next page is on another server")
    }
    return next.url()
  }

  /// Sends a request, and returns the answer if it is a success or its status is accepted.
  ///
  /// `target` is a path of the API or a whole address, and `action` says what the request does, as after "could not". A request that is not
  /// repeatable is sent again only if the host has certainly not done it.
  func send(
    _ method: String,
    _ target: String,
    query: [(name: String, value: String)] = [],
    body: (any Encodable)? = nil,
    isRepeatable: Bool = true,
    accepting accepted: Set<Int> = [],
    to action: String
  ) async throws -> HTTPAnswer {
    let parameters = query.map { "\($0.name)=\(PercentEncoding.encoded($0.value))" }.joined(separator: "&")
    let url = (target.hasPrefix("/") ? api.appending(target).url() : target) + (parameters.isEmpty ? "" : "?\(parameters)")
    let bytes = try body.map { try Array(JSONEncoder().encode($0)) }
    let type = bytes == nil ? [] : [(name: "Content-Type", value: "application/json")]
    let call = HTTPCall(method, url, headers: headers + type, body: bytes)
    var pauses = patience.pauses[...]
    while true {
      var pause = pauses.popFirst()
      let failure: CodeHostError
      do {
        let answer = try await exchanger.answer(to: call, deadline: patience.limit, maximumBody: Self.maximumAnswer)
        if (200..<300).contains(answer.status) || accepted.contains(answer.status) { return answer }
        let (reason, advice) = CodeHostError.words(answer, host: host)
        let limited = Self.limit(answer)
        let isFailing = limited == nil && (answer.isTransientFailure || answer.status == 409)
        failure = CodeHostError(
          host: host,
          action: action,
          reason: limited == nil ? reason : "\(reason); this token has reached its rate limit",
          advice: limited == nil ? advice : "",
          isUncertain: isFailing && !isRepeatable
        )
        if let limited { pause = pause.map { max($0, limited) } }
        if limited == nil && !(isFailing && isRepeatable) { pause = nil }
      } catch let error as HTTPFailure {
        let isUncertain = error.isTransient && !isRepeatable
        let (reason, advice) = error.words
        failure = CodeHostError(host: host, action: action, reason: reason, advice: advice, isUncertain: isUncertain)
        if !error.isTransient || !isRepeatable { pause = nil }
      }
      guard let pause, pause <= Self.maximumPause else { throw failure }
      try await patience.pause(pause, "\(host) did not accept a request")
    }
  }

  /// How long to pause if the host limits requests; `nil` if it does not.
  private static func limit(_ answer: HTTPAnswer) -> Duration? {
    let asked = RetryAfter.pause(answer.headers)
    let isUsedUp = answer.headers["x-ratelimit-remaining"] == "0"
    guard answer.status == 429 || (answer.status == 403 && (asked != nil || isUsedUp)) else { return nil }
    if let asked { return asked }
    guard isUsedUp, let reset = answer.headers["x-ratelimit-reset"].flatMap(Double.init) else { return unknownLimit }
    return .seconds(max(0, (reset - Date.now.timeIntervalSince1970).rounded(.up)))
  }
}

/// How long to try.
package struct CodeHostPatience: Sendable {
  /// How long one request may take.
  let limit: Duration
  /// The pauses before the second and each later attempt.
  let pauses: [Duration]
  /// Waits, with the reason.
  let pause: @Sendable (Duration, String) async throws -> Void

  /// Three more attempts; after a signal, when the process may be killed soon, a single one with a short timeout.
  package init(isHurried: Bool, pause: @escaping @Sendable (Duration, String) async throws -> Void) {
    limit = isHurried ? .seconds(2) : .seconds(15)
    pauses = isHurried ? [] : [.seconds(1), .seconds(4), .seconds(15)]
    self.pause = pause
  }
}

/// Reads JSON with keys in snake case.
func decoded<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(json: bytes))
}
