import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on a free port of 127.0.0.1 that takes messages, or refuses them as the test says.
package final class WebhookReceiver: Sendable {
  /// What was posted.
  package struct Message: Hashable, Sendable {
    package let method: String
    package let path: String
    package let contentType: String?
    package let body: String

    package init(method: String, path: String, contentType: String?, body: String) {
      self.method = method
      self.path = path
      self.contentType = contentType
      self.body = body
    }
  }

  private let received = Mutex<[Message]>([])
  private let statuses: Mutex<[Int]>
  private let location: String?
  private let boundPort = Atomic(0)

  fileprivate init(statuses: [Int], location: String?) {
    self.statuses = Mutex(statuses)
    self.location = location
  }

  /// Such as `http://127.0.0.1:49152`.
  package var address: String { "http://127.0.0.1:\(boundPort.load(ordering: .acquiring))" }

  /// Every message so far, in the order of arrival.
  package var messages: [Message] { received.withLock { $0 } }

  fileprivate func start() async throws -> any Channel {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(MessageHandler { self.take($0) })
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    boundPort.store(listener.localAddress?.port ?? 0, ordering: .releasing)
    return listener
  }

  private func take(_ message: Message) -> HTTPResponseHead {
    received.withLock { $0.append(message) }
    let status = statuses.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
    var headers = HTTPHeaders([("Content-Length", "0"), ("Connection", "close")])
    if let location { headers.add(name: "Location", value: location) }
    return HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
  }
}

/// Runs the body while a receiver takes messages.
///
/// - Parameters:
///   - statuses: How it answers the first requests; all others with 200.
///   - location: A `Location` that each answer has.
///   - body: The test.
/// - Throws: Whatever the body throws, or what starting the server runs into.
package func withWebhookReceiver(
  statuses: [Int] = [],
  location: String? = nil,
  _ body: (WebhookReceiver) async throws -> Void
) async throws {
  let receiver = WebhookReceiver(statuses: statuses, location: location)
  let listener = try await receiver.start()
  do {
    try await body(receiver)
  } catch {
    try await listener.close()
    throw error
  }
  try await listener.close()
}

private final class MessageHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let onMessage: (WebhookReceiver.Message) -> HTTPResponseHead
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(onMessage: @escaping (WebhookReceiver.Message) -> HTTPResponseHead) { self.onMessage = onMessage }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): (self.head, body) = (head, [])
    case .body(let bytes): body += bytes.readableBytesView
    case .end:
      guard let head else { return }
      let message = WebhookReceiver.Message(
        method: head.method.rawValue,
        path: head.uri,
        contentType: head.headers["Content-Type"].first,
        body: String(decoding: body, as: UTF8.self)
      )
      context.write(wrapOutboundOut(.head(onMessage(message))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
