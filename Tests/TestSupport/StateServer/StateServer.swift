import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server of Terraform's HTTP state protocol on a free port of 127.0.0.1, in this process.
package final class StateServer: Sendable {
  /// What the server does with a request instead of answering properly.
  package enum Fault: Sendable, Hashable {
    /// Does what is asked and closes the connection without a word.
    case loseAnswer
    /// Closes the connection without doing anything.
    case hangUp
    /// Keeps the connection open and says nothing.
    case silence
    /// Answers properly after all.
    case proper
    /// Answers with this status without doing anything.
    case status(Int, headers: [String: String] = [:], body: String = "")
  }

  /// A request and how it was answered; `status` is `nil` when it was not.
  package struct Record: Sendable, Hashable {
    package let method: String
    /// Path and query exactly as they stood in the request line.
    package let target: String
    /// Names in lower case.
    package let headers: [String: String]
    package let body: [UInt8]
    package let status: Int?
  }

  private struct State {
    var places: StateServerPlaces
    var faults: [String: [Fault]] = [:]
    var log: [Record] = []
    var connections: [any Channel] = []
    var port = 0
  }

  private let state: Mutex<State>

  fileprivate init(_ places: StateServerPlaces) { state = Mutex(State(places: places)) }

  /// Such as `http://127.0.0.1:49152`.
  package var origin: String { "http://127.0.0.1:\(state.withLock { $0.port })" }

  /// Where the dialect has the state of this name.
  package func path(_ name: String = "segments") -> String {
    state.withLock { $0.places.dialect } == .gitLab ? "/api/v4/projects/42/terraform/state/\(name)" : "/\(name)"
  }

  /// The state's whole address.
  package func address(_ name: String = "segments") -> String { origin + path(name) }

  /// Every request so far.
  package var log: [Record] { state.withLock { $0.log } }

  /// The id of the lock on a state; `nil` when it is not locked.
  package func lockID(_ name: String = "segments") -> String? {
    let path = path(name)
    return state.withLock { $0.places.lockID(of: path) }
  }

  /// Drops the lock on a state, as an administrator would.
  package func dropLock(_ name: String = "segments") {
    let path = path(name)
    state.withLock { $0.places.dropLock(of: path) }
  }

  /// The stored bytes as text; `nil` when there is no state.
  package func stored(_ name: String = "segments") -> String? {
    let path = path(name)
    return state.withLock { $0.places.state(at: path) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Makes the next requests of this method fail, one a fault.
  package func fail(_ method: String, _ faults: Fault...) {
    state.withLock { $0.faults[method, default: []] += faults }
  }

  /// Answers properly from now on.
  package func heal() { state.withLock { $0.faults = [:] } }

  fileprivate enum Reaction {
    case answer(StateServerPlaces.Answer)
    case close
    case wait
  }

  fileprivate func react(to head: HTTPRequestHead, _ body: [UInt8]) -> Reaction {
    let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    let path = String(head.uri.prefix { $0 != "?" })
    let query = head.uri.dropFirst(path.count + 1)
    let id = query.split(separator: "&").first { $0.hasPrefix("ID=") }.map { String($0.dropFirst(3)) }
    return state.withLock { state in
      let method = head.method.rawValue
      let fault = state.faults[method].flatMap { $0.first }
      if fault != nil { state.faults[method]?.removeFirst() }
      var answer: StateServerPlaces.Answer?
      switch fault {
      case .hangUp, .silence: break
      case .status(let status, let headers, let body):
        answer = StateServerPlaces.Answer(status, headers: headers, body: Array(body.utf8))
      case .loseAnswer, .proper, nil:
        answer = state.places.answer(method, path: path, id: id, authorization: headers["authorization"], body: body)
      }
      if fault == .loseAnswer { answer = nil }
      state.log.append(Record(method: method, target: head.uri, headers: headers, body: body, status: answer?.status))
      return fault == .silence ? .wait : answer.map { .answer($0) } ?? .close
    }
  }

  fileprivate func start() async throws -> any Channel {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          self.state.withLock { $0.connections.append(channel) }
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(StateServerHandler(server: self))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    state.withLock { $0.port = listener.localAddress?.port ?? 0 }
    return listener
  }

  fileprivate func stop(_ listener: any Channel) async {
    // Closing what the client has closed already fails, and closed is all that is wanted.
    try? await listener.close()
    for connection in state.withLock({ $0.connections }) { try? await connection.close() }
  }
}

/// Runs the body while a state server serves, and stops it afterwards, whatever happens.
///
/// - Throws: Whatever the body throws, or what starting the server runs into.
package func withStateServer<Result>(
  _ places: StateServerPlaces,
  isolation: isolated (any Actor)? = #isolation,
  _ body: (StateServer) async throws -> Result
) async throws -> Result {
  let server = StateServer(places)
  let listener = try await server.start()
  do {
    let result = try await body(server)
    await server.stop(listener)
    return result
  } catch {
    await server.stop(listener)
    throw error
  }
}

/// Puts the parts of a request together and answers it at once.
private final class StateServerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let server: StateServer
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(server: StateServer) { self.server = server }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): (self.head, body) = (head, [])
    case .body(let bytes): body += bytes.readableBytesView
    case .end: respond(context)
    }
  }

  private func respond(_ context: ChannelHandlerContext) {
    guard let head else { return }
    let answer: StateServerPlaces.Answer
    switch server.react(to: head, body) {
    case .answer(let given): answer = given
    case .close:
      context.close(promise: nil)
      return
    case .wait: return
    }
    var headers = HTTPHeaders(answer.headers.map { ($0.key, $0.value) })
    if answer.status != 204 { headers.replaceOrAdd(name: "Content-Length", value: "\(answer.body.count)") }
    let status = HTTPResponseStatus(statusCode: answer.status)
    context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
    if !answer.body.isEmpty { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil) }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}
