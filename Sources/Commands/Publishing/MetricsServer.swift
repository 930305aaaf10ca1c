import ArgumentParser
import Diagnostics
import HTTPExchange
import NIOCore
import NIOHTTP1
import NIOPosix

/// An answer to a GET.
struct MetricsAnswer: Hashable, Sendable {
  let status: Int
  var contentType = "text/plain; charset=utf-8"
  let body: String
}

/// A small HTTP/1.1 server for monitoring: it answers GET and HEAD, one request per connection.
///
/// It has neither TLS nor passwords, so it belongs on the loopback interface or behind a proxy that has both.
enum MetricsServer {
  /// How long a connection may be idle, in seconds.
  private static let idleSeconds: Int64 = 10

  /// Runs the body while the server answers, and always closes the server afterwards.
  ///
  /// - Parameters:
  ///   - address: Where to listen.
  ///   - answer: Makes the answer for a path without its query; `nil` is 404. It runs on the server's thread: be quick.
  ///   - body: Gets the address with the port that the system gave.
  /// - Returns: What the body returns.
  /// - Throws: `DiagnosticsError` if the address cannot be used; whatever the body throws.
  static func withServer<Result: Sendable>(
    on address: ListenAddress,
    answer: @escaping @Sendable (String) -> MetricsAnswer?,
    _ body: (ListenAddress) async throws -> Result
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
      throw DiagnosticsError(
        code: "cannot-listen",
        "cannot listen on \(address)",
        detail: "The system says: \(error). Another process may use the port; name another one with --listen."
      )
    }
    do {
      let taken = ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port)
      let result = try await body(taken)
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

/// Where a server listens: `127.0.0.1:9464`, `[::1]:9464`.
struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  let host: String
  /// 0 takes any free port.
  var port: Int

  var description: String { "\(ServerAddress.bracketed(host)):\(port)" }
}

extension ListenAddress: ExpressibleByArgument {
  /// `nil` unless the text is a host, a colon and a port.
  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...]) else {
      return nil
    }
    var host = argument[..<colon]
    if host.hasPrefix("[") && host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: Int(port))
  }
}
