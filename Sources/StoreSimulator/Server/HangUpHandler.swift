import NIOCore

/// Notices that a client has hung up while its request is held up: nothing is read from the connection meanwhile, so nobody else would.
final class HangUpHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Any

  private let simulator: Simulator

  init(simulator: Simulator) { self.simulator = simulator }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent {
      simulator.connectionEnded(ObjectIdentifier(context.channel))
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    simulator.connectionEnded(ObjectIdentifier(context.channel))
    context.fireChannelInactive()
  }
}
