import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Stops answers that would crash the HTTP client.
///
/// NIO's parser accepts any three digits as a status. The client drops heads below 200 except 101 as informational, and
/// then traps on the body or the end that follows, since it has seen no final head.
final class ResponseGuard: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private var isBroken = false

  /// Adds a guard to a connection, right after the parser.
  static func add(to channel: any Channel) -> EventLoopFuture<Void> {
    channel.pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self).flatMapThrowing { parser in
      try channel.pipeline.syncOperations.addHandler(ResponseGuard(), position: .after(parser.handler))
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isBroken { return }
    if case .head(let head) = unwrapInboundIn(data), head.status.code < 100 || head.status == .switchingProtocols {
      isBroken = true
      context.fireErrorCaught(ImpossibleStatus(code: Int(head.status.code)))
      context.close(promise: nil)
      return
    }
    context.fireChannelRead(data)
  }
}

/// A status that HTTP does not define, or 101, which was not requested.
struct ImpossibleStatus: Error {
  let code: Int
}
