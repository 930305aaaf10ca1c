import NIOCore
import NIOHTTP1
import NIOPosix

/// An answer to a GET.
package struct MetricsAnswer: Hashable, Sendable {
  package let status: Int
  package let contentType: String
  package let body: String

  package init(status: Int, contentType: String = "text/plain; charset=utf-8", body: String) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}

/// A small HTTP/1.1 server for those who watch this process: it answers GET and HEAD, one request a connection.
///
/// Knows no TLS and no passwords: it belongs on the loopback interface, or behind something that has both.
package enum MetricsServer {
  /// How long a connection may be idle, in seconds.
  private static let idleSeconds: Int64 = 10

  /// Runs the body while the server answers, and closes it then, whatever happens.
  ///
  /// - Parameters:
  ///   - address: Where to listen.
  ///   - answer: Makes the answer for a path, without its query; `nil` is 404. Called on a thread of the server, so it must be quick.
  ///   - body: Gets the port that was taken.
  /// - Returns: What the body returns.
  /// - Throws: ``ListenError``; whatever the body throws.
  package static func withServer<Result: Sendable>(
    on address: ListenAddress,
    answer: @escaping @Sendable (String) -> MetricsAnswer?,
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
          try pipeline.addHandler(RequestHandler(answer: answer))
        }
      }
    let channel: any Channel
    do {
      channel = try await bootstrap.bind(host: address.host, port: address.port).get()
    } catch {
      throw ListenError.cannotListen(address: address.description, reason: "\(error)")
    }
    do {
      let result = try await body(channel.localAddress?.port ?? address.port)
      try await close(channel)
      return result
    } catch {
      try await close(channel)
      throw error
    }
  }

  /// In a task of its own, which a cancelled caller awaits all the same.
  private static func close(_ channel: any Channel) async throws {
    try await Task { try await channel.close().get() }.value
  }
}

/// Answers one request and closes.
private final class RequestHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answer: @Sendable (String) -> MetricsAnswer?
  private var head: HTTPRequestHead?

  init(answer: @escaping @Sendable (String) -> MetricsAnswer?) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
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
    let answer = answer(for: head)
    var headers = HTTPHeaders()
    headers.add(name: "Content-Type", value: answer.contentType)
    headers.add(name: "Content-Length", value: String(answer.body.utf8.count))
    headers.add(name: "Connection", value: "close")
    let response = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    if head.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
  }

  private func answer(for head: HTTPRequestHead) -> MetricsAnswer {
    guard head.method == .GET || head.method == .HEAD else { return MetricsAnswer(status: 405, body: "only GET and HEAD\n") }
    let path = String(head.uri.prefix { $0 != "?" })
    return answer(path) ?? MetricsAnswer(status: 404, body: "not found\n")
  }
}
