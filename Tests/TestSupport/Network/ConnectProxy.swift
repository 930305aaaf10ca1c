import NIOCore
import NIOPosix
import Synchronization

/// A proxy on a free port of 127.0.0.1 that is asked to CONNECT, and connects everybody to one server of this machine, whatever name is
/// asked for: a name that does not exist can so be given a server.
package final class ConnectProxy: Sendable {
  /// What a client asked for.
  package struct Connect: Hashable, Sendable {
    /// `host:port`.
    package let target: String
    /// The value of `Proxy-Authorization`.
    package let authorization: String?

    package init(target: String, authorization: String?) {
      self.target = target
      self.authorization = authorization
    }
  }

  private let upstreamPort: Int
  private let refusal: String?
  private let seen = Mutex<[Connect]>([])
  private let boundPort = Atomic(0)

  fileprivate init(upstreamPort: Int, refusal: String?) {
    self.upstreamPort = upstreamPort
    self.refusal = refusal
  }

  /// `127.0.0.1:49152`.
  package var authority: String { "127.0.0.1:\(boundPort.load(ordering: .acquiring))" }

  /// Every CONNECT so far.
  package var connects: [Connect] { seen.withLock { $0 } }

  fileprivate func start() async throws -> any Channel {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(ConnectHandler(self)) }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    boundPort.store(listener.localAddress?.port ?? 0, ordering: .releasing)
    return listener
  }

  /// The bytes to answer with, and where to connect to; no port for a refusal.
  fileprivate func take(_ head: String) -> (answer: String, port: Int?) {
    let lines = head.split(whereSeparator: \.isNewline)
    let authorization = lines.first { $0.lowercased().hasPrefix("proxy-authorization:") }
    let words = lines.first?.split(separator: " ") ?? []
    seen.withLock {
      $0.append(
        Connect(
          target: words.count > 1 ? String(words[1]) : "",
          authorization: authorization.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
        )
      )
    }
    if let refusal { return ("HTTP/1.1 \(refusal)\r\nContent-Length: 0\r\n\r\n", nil) }
    return words.first == "CONNECT"
      ? ("HTTP/1.1 200 Connection established\r\n\r\n", upstreamPort) : ("HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n", nil)
  }
}

/// Runs the body while a proxy leads to a server.
///
/// - Parameters:
///   - port: The server's port on 127.0.0.1.
///   - refusal: The status line's rest with which every CONNECT is refused, such as `407 Proxy Authentication Required`.
///   - body: The test.
/// - Returns: What the body returns.
/// - Throws: Whatever the body throws, or what starting the proxy runs into.
package func withConnectProxy<Result: Sendable>(
  to port: Int,
  refusal: String? = nil,
  _ body: @Sendable (ConnectProxy) async throws -> Result
) async throws -> Result {
  let proxy = ConnectProxy(upstreamPort: port, refusal: refusal)
  let listener = try await proxy.start()
  do {
    let result = try await body(proxy)
    try await listener.close()
    return result
  } catch {
    try? await listener.close()
    throw error
  }
}

/// Reads the head of a CONNECT, then passes bytes on in both directions.
private final class ConnectHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let proxy: ConnectProxy
  private var head: [UInt8] = []
  private var upstream: (any Channel)?

  init(_ proxy: ConnectProxy) { self.proxy = proxy }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    if let upstream {
      upstream.writeAndFlush(bytes, promise: nil)
      return
    }
    head += bytes.readableBytesView
    let text = String(decoding: head, as: UTF8.self)
    guard text.hasSuffix("\r\n\r\n") else { return }
    let (answer, port) = proxy.take(text)
    let client = context.channel
    guard let port else {
      client.writeAndFlush(ByteBuffer(string: answer)).whenComplete { _ in client.close(promise: nil) }
      return
    }
    let loop = context.eventLoop
    let own = NIOLoopBound(self, eventLoop: loop)
    ClientBootstrap(group: loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(ForwardingHandler(client)) }
      }
      .connect(host: "127.0.0.1", port: port)
      .whenComplete { result in
        guard case .success(let channel) = result else { return client.close(promise: nil) }
        own.value.upstream = channel
        client.writeAndFlush(ByteBuffer(string: answer), promise: nil)
      }
  }

  func channelInactive(context: ChannelHandlerContext) { upstream?.close(promise: nil) }
}

private final class ForwardingHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let other: any Channel

  init(_ other: any Channel) { self.other = other }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { other.writeAndFlush(unwrapInboundIn(data), promise: nil) }
  func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
}
