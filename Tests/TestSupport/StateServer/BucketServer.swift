import Synchronization

/// Objects of a bucket as `ScriptedServer` serves them, for servers of S3's protocol that honour conditions in their own way.
package final class BucketServer: Sendable {
  /// What becomes of a condition on a write.
  package enum Condition: Sendable, CaseIterable {
    case honoured
    case ignored
    /// 501 `NotImplemented`, the answer of a server of S3's protocol that does not know the header.
    case notImplemented
    /// 412, whatever the object is.
    case neverHolds
  }

  private struct Object {
    var bytes: [UInt8]
    var version: Int
    var tag: String { "\"v\(version)\"" }
  }

  private let ifMatch: Condition
  private let ifNoneMatch: Condition
  private let state = Mutex((objects: [String: Object](), writes: 0))

  package init(ifMatch: Condition = .honoured, ifNoneMatch: Condition = .honoured) {
    self.ifMatch = ifMatch
    self.ifNoneMatch = ifNoneMatch
  }

  /// The paths of all objects, sorted.
  package var paths: [String] { state.withLock { $0.objects.keys.sorted() } }

  package func answer(_ request: RecordedRequest) -> ScriptedAnswer {
    state.withLock { state in
      let object = state.objects[request.path]
      switch request.method {
      case "GET":
        guard let object else { return Self.error(404, "NoSuchKey") }
        return .status(200, body: String(decoding: object.bytes, as: UTF8.self), headers: ["ETag": object.tag])
      case "DELETE":
        state.objects[request.path] = nil
        return .status(204)
      default:
        if let tag = request.values(of: "if-match").first, let refusal = Self.refusal(ifMatch, holds: object?.tag == tag) {
          return refusal
        }
        if request.values(of: "if-none-match") == ["*"], let refusal = Self.refusal(ifNoneMatch, holds: object == nil) {
          return refusal
        }
        state.writes += 1
        let written = Object(bytes: request.body, version: state.writes)
        state.objects[request.path] = written
        return .status(200, headers: ["ETag": written.tag])
      }
    }
  }

  private static func refusal(_ condition: Condition, holds: Bool) -> ScriptedAnswer? {
    switch condition {
    case .honoured: holds ? nil : error(412, "PreconditionFailed")
    case .ignored: nil
    case .notImplemented: error(501, "NotImplemented")
    case .neverHolds: error(412, "PreconditionFailed")
    }
  }

  private static func error(_ status: Int, _ code: String) -> ScriptedAnswer {
    .status(status, body: "<Error><Code>\(code)</Code><Message>the server's words</Message></Error>")
  }
}
