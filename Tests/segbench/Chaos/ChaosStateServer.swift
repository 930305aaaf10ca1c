import HTTPExchange
import NIOHTTP1
import StoreSimulator
import Synchronization

/// A server that keeps the state of a round and sometimes loses an answer.
///
/// It speaks Terraform's HTTP protocol or that of S3.
final class ChaosStateServer: Sendable {
  enum Kind: CaseIterable, Sendable {
    case http
    /// Keeps documents as JSON without line breaks.
    case reformatting
    /// Drops a field of every document.
    case droppingFields
    case bucket
    /// Answers `If-Match` with 501.
    case bucketWithoutIfMatch

    /// Whether runs must refuse it before they change the store.
    var isRefused: Bool { self == .droppingFields || self == .bucketWithoutIfMatch }
    fileprivate var isBucket: Bool { self == .bucket || self == .bucketWithoutIfMatch }
  }

  private struct Content {
    var random: SeededGenerator
    var objects: [String: (bytes: [UInt8], version: Int)] = [:]
    /// The lock's id, and the description that its holder sent.
    var lock: (id: String, info: [UInt8])?
    var writes = 0
  }

  let kind: Kind
  private let content: Mutex<Content>

  private init(_ kind: Kind, random: SeededGenerator) {
    self.kind = kind
    content = Mutex(Content(random: random))
  }

  /// Runs the body with a server and its address for `--state`.
  static func withServer<Result>(
    _ kind: Kind,
    random: SeededGenerator,
    _ body: (ChaosStateServer, String) async throws -> Result
  ) async throws -> Result {
    let server = ChaosStateServer(kind, random: random)
    return try await HTTPServer.withServer(maximumBody: 1 << 30, answer: server.answer) { port in
      let origin = "http://127.0.0.1:\(port)"
      return try await body(server, kind.isBucket ? "s3://bucket/state?region=x&endpoint=\(origin)" : "\(origin)/state")
    }
  }

  var isLocked: Bool { content.withLock { $0.lock != nil || $0.objects["/bucket/state.lock"] != nil } }

  /// Carries out a request; `nil` when the answer is lost.
  @Sendable private func answer(_ head: HTTPRequestHead, _ body: [UInt8]) -> HTTPAnswer? {
    let path = String(head.uri.prefix { $0 != "?" })
    return content.withLock { content in
      let answer = kind.isBucket ? object(head, path, body, &content) : state(head, path, body, &content)
      return Int.random(in: 0..<40, using: &content.random) == 0 ? nil : answer
    }
  }

  private func state(_ head: HTTPRequestHead, _ path: String, _ body: [UInt8], _ content: inout Content) -> HTTPAnswer {
    // The id is a UUID, in the query of a write and in the body of a request for a lock.
    let named = String(decoding: body, as: UTF8.self).firstMatch(of: /"ID":"([^"]+)"/).map { String($0.1) }
    switch head.method.rawValue {
    case "GET": return content.objects[path].map { answer(200, $0.bytes) } ?? answer(404)
    case "LOCK":
      if let held = content.lock { return answer(423, held.info) }
      content.lock = (named ?? "", body)
      return answer(200)
    case "UNLOCK":
      guard let held = content.lock, held.id == named else { return answer(409) }
      content.lock = nil
      return answer(200)
    default:
      if let held = content.lock, !head.uri.hasSuffix("?ID=\(held.id)") { return answer(423, held.info) }
      content.objects[path] = (kept(body), 0)
      return answer(200)
    }
  }

  /// Reformats a document; states have one field per line, and no line breaks within strings.
  private func kept(_ document: [UInt8]) -> [UInt8] {
    guard kind != .http else { return document }
    let lines = document.split(separator: UInt8(ascii: "\n")).map { $0.drop { $0 == UInt8(ascii: " ") } }
    return Array(lines.filter { kind != .droppingFields || !$0.starts(with: #""tool_version""#.utf8) }.joined())
  }

  private func object(_ head: HTTPRequestHead, _ path: String, _ body: [UInt8], _ content: inout Content) -> HTTPAnswer {
    func failure(_ status: Int, _ code: String) -> HTTPAnswer { answer(status, Array("<Code>\(code)</Code>".utf8)) }
    func tag(_ version: Int) -> String { "\"\(version)\"" }
    let object = content.objects[path]
    switch head.method {
    case .GET:
      guard let object else { return failure(404, "NoSuchKey") }
      return answer(200, object.bytes, tag: tag(object.version))
    case .DELETE:
      content.objects[path] = nil
      return answer(204)
    default:
      if let expected = head.headers.first(name: "If-Match") {
        if kind == .bucketWithoutIfMatch { return failure(501, "NotImplemented") }
        guard expected == object.map({ tag($0.version) }) else { return failure(412, "PreconditionFailed") }
      } else if object != nil {
        return failure(412, "PreconditionFailed")
      }
      content.writes += 1
      content.objects[path] = (body, content.writes)
      return answer(200, tag: tag(content.writes))
    }
  }

  private func answer(_ status: Int, _ body: [UInt8] = [], tag: String? = nil) -> HTTPAnswer {
    HTTPAnswer(status: status, headers: tag.map { ["etag": $0] } ?? [:], body: body)
  }
}
