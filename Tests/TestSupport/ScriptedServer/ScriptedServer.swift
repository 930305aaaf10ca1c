import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
import Synchronization

/// An HTTP server on a free port of 127.0.0.1 that answers as the test says and records what it was asked, to the byte.
package final class ScriptedServer: Sendable {
  package typealias Script = @Sendable (RecordedRequest) async throws -> ScriptedAnswer

  private struct Log {
    var requests: [RecordedRequest] = []
    var inFlight = 0
    var connections: [any Channel] = []
    var exchanges: [Task<Void, Never>] = []
  }

  private let script: Script
  private let log = Mutex(Log())
  private let boundPort = Atomic(0)

  private let tls: NIOSSLContext?

  fileprivate init(tls: TLSConfiguration?, script: @escaping Script) throws {
    self.script = script
    self.tls = try tls.map { try NIOSSLContext(configuration: $0) }
  }

  package var port: Int { boundPort.load(ordering: .acquiring) }

  /// What `SEGPLAN_API_URL` would hold.
  package var address: String { "\(tls == nil ? "http" : "https")://127.0.0.1:\(port)" }

  /// How many connections there were so far.
  package var connectionCount: Int { log.withLock { $0.connections.count } }

  /// Every request so far, in the order of arrival.
  package var requests: [RecordedRequest] { log.withLock { $0.requests } }

  fileprivate func start() async throws -> any Channel {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          self.log.withLock { $0.connections.append(channel) }
          if let tls = self.tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(RequestCollector { self.serve($0, body: $1, on: channel) })
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    boundPort.store(listener.localAddress?.port ?? 0, ordering: .releasing)
    return listener
  }

  fileprivate func stop(_ listener: any Channel) async {
    // Closing what the client has closed already fails, and closed is all that is wanted.
    try? await listener.close()
    let (connections, exchanges) = log.withLock { ($0.connections, $0.exchanges) }
    for connection in connections { try? await connection.close() }
    for exchange in exchanges {
      exchange.cancel()
      await exchange.value
    }
  }

  private func serve(_ head: HTTPRequestHead, body: [UInt8], on channel: any Channel) {
    log.withLock { log in
      log.inFlight += 1
      let request = RecordedRequest(head, body: body, inFlight: log.inFlight)
      log.requests.append(request)
      log.exchanges.append(Task { await answer(request, on: channel) })
    }
  }

  private func answer(_ request: RecordedRequest, on channel: any Channel) async {
    do {
      let answer = try await script(request)
      // Before the answer goes out: the client's next request must not be counted beside this one.
      log.withLock { $0.inFlight -= 1 }
      try await answer.write(to: channel)
    } catch {
      // The client went away, or the script refused: the connection is of no more use, and the test sees it at the client.
      try? await channel.close()
    }
  }
}

/// Runs the body while a server answers by the script, and stops the server afterwards.
///
/// - Parameters:
///   - tls: Its certificate and key; `nil` for plain http.
///   - script: What it answers.
///   - body: The test.
/// - Returns: What the body returns.
/// - Throws: Whatever the body throws, or what starting the server runs into.
package func withScriptedServer<Result: Sendable>(
  tls: TLSConfiguration? = nil,
  _ script: @escaping ScriptedServer.Script,
  _ body: @Sendable (ScriptedServer) async throws -> Result
) async throws -> Result {
  let server = try ScriptedServer(tls: tls, script: script)
  let listener = try await server.start()
  let result: Result
  do {
    result = try await body(server)
  } catch {
    await server.stop(listener)
    throw error
  }
  await server.stop(listener)
  return result
}

/// Puts the parts of a request together, and lets answers be made of byte buffers, which may cross tasks.
private final class RequestCollector: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = ScriptedAnswer.Part
  typealias OutboundOut = HTTPServerResponsePart

  private let onRequest: (HTTPRequestHead, [UInt8]) -> Void
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(onRequest: @escaping (HTTPRequestHead, [UInt8]) -> Void) { self.onRequest = onRequest }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): (self.head, body) = (head, [])
    case .body(let bytes): body += bytes.readableBytesView
    case .end: if let head { onRequest(head, body) }
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let part: HTTPServerResponsePart =
      switch unwrapOutboundIn(data) {
      case .head(let head): .head(head)
      case .body(let bytes): .body(.byteBuffer(bytes))
      case .end(let trailers): .end(trailers)
      }
    context.write(wrapOutboundOut(part), promise: promise)
  }
}
