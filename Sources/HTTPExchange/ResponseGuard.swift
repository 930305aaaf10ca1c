import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Stops answers that the HTTP client would crash on, before it sees them.
///
/// NIO's parser takes any three digits for a status. The client drops heads below 200 as informational, all but 101, and then traps on the
/// body or the end that follows, since a final answer has no head for it.
final class ResponseGuard: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  private var isBroken = false

  /// Adds a guard to a connection, right behind the parser.
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

/// A status that HTTP does not have, or 101, which nobody asked for.
struct ImpossibleStatus: Error {
  let code: Int
}
