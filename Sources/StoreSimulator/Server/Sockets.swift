import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The server cannot listen on its port.
package struct PortError: Error, Hashable, CustomStringConvertible {
  /// Host and port.
  let address: String
  /// The system's error number.
  let code: Int32

  package var description: String { "cannot listen on \(address): \(reason)" }

  private var reason: String {
    switch code {
    case EADDRINUSE: "another program uses the port"
    case EACCES: "this account may not use the port"
    default: "system error \(code)"
    }
  }
}

extension Channel {
  /// Closes the connection so that the client sees a reset instead of an orderly end.
  func reset() async throws {
    if let socket = self as? any SocketOptionProvider {
      try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try await close()
  }
}

/// Notices that a client has hung up while its request is held up.
///
/// The server itself reads nothing from the connection meanwhile, so it would not notice.
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
