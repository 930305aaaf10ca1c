import Diagnostics
import NIOCore
package import NIOHTTP1
import NIOPosix

/// A small HTTP/1.1 server: one request per connection.
///
/// It has neither TLS nor passwords, so it belongs on the loopback interface or behind a proxy that has both.
package enum HTTPServer {
  /// How long a connection may be idle, in seconds.
  private static let idleSeconds: Int64 = 10

  /// Runs the body while the server answers, and always closes the server afterwards.
  ///
  /// Port 0 takes any free port, which the body gets. `maximumBody` bytes of a request are kept. `answer` runs on the
  /// server's thread, so it must be quick; `nil` closes the connection.
  ///
  /// - Throws: `DiagnosticsError` if it cannot listen there; whatever the body throws.
  package static func withServer<Result>(
    host: String = "127.0.0.1",
    port: Int = 0,
    maximumBody: Int = 0,
    answer: @escaping @Sendable (HTTPRequestHead, [UInt8]) -> HTTPAnswer?,
    _ body: (Int) async throws -> Result
  ) async throws -> Result {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 16)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(idleSeconds)))
          try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
          try pipeline.addHandler(RequestHandler(maximumBody: maximumBody, answer: answer))
        }
      }
    let channel: any Channel
    do {
      channel = try await bootstrap.bind(host: host, port: port).get()
    } catch {
      let detail = "The system says: \(error). Another process may use the port; name another one with --listen."
      let summary = "cannot listen on \(ServerAddress.bracketed(host)):\(port)"
      throw DiagnosticsError(diagnostics: [Diagnostic(("cannot-listen", summary, detail))])
    }
    do {
      let result = try await body(channel.localAddress?.port ?? port)
      try await close(channel)
      return result
    } catch {
      try await close(channel)
      throw error
    }
  }

  /// Closes the server in a separate task, so that a cancelled caller waits for it too.
  private static func close(_ channel: any Channel) async throws {
    try await Task { try await channel.close().get() }.value
  }
}

/// Answers one request and closes.
private final class RequestHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let maximumBody: Int
  private let answer: @Sendable (HTTPRequestHead, [UInt8]) -> HTTPAnswer?
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(maximumBody: Int, answer: @escaping @Sendable (HTTPRequestHead, [UInt8]) -> HTTPAnswer?) {
    self.maximumBody = maximumBody
    self.answer = answer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body(let bytes): body += bytes.readableBytesView.prefix(maximumBody - body.count)
    case .end: if let head { respond(to: head, context) }
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func respond(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard let answer = answer(head, body) else { return context.close(promise: nil) }
    var headers = HTTPHeaders(answer.headers.map { ($0.key, $0.value) })
    if answer.status != 204 { headers.add(name: "Content-Length", value: String(answer.body.count)) }
    headers.add(name: "Connection", value: "close")
    let response = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    if head.method != .HEAD, !answer.body.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
  }
}
