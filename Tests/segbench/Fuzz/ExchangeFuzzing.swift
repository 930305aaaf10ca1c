import HTTPExchange
import NIOCore
import NIOPosix

/// HTTP exchanges with a server that answers with arbitrary bytes.
enum ExchangeFuzzing {
  private static let maximumBodySize = 1 << 20

  /// Sends two requests to a local server that answers with the input.
  static func problem(with input: [UInt8]) async -> String? {
    do {
      let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(RawAnswer(input)) }
        }
        .bind(host: "127.0.0.1", port: 0).get()
      let problem = try await ask(port: listener.localAddress?.port ?? 0)
      try await listener.close()
      return problem
    } catch {
      return "an unexpected error: \(type(of: error))"
    }
  }

  private static func ask(port: Int) async throws -> String? {
    try await HTTPExchanger.withExchanger { exchanger in
      for body in [nil, Array("{}".utf8)] {
        let call = HTTPCall(body == nil ? "GET" : "POST", "http://127.0.0.1:\(port)/", headers: [], body: body)
        do {
          let answer = try await exchanger.answer(to: call, deadline: .seconds(2), maximumBody: maximumBodySize)
          guard (200...999).contains(answer.status) else { return "the status \(answer.status)" }
          guard answer.body.count <= maximumBodySize else { return "a body of \(answer.body.count) bytes" }
        } catch let failure as HTTPFailure {
          switch failure {
          case .timedOut, .tooLarge: break
          case .unreachable(let reason), .lasting(let reason, _):
            if reason.isEmpty || reason.contains(where: \.isNewline) { return "a reason that is not one line: \(reason)" }
          }
        }
      }
      return nil
    }
  }

  private final class RawAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let bytes: [UInt8]
    private var isDone = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      if isDone { return }
      isDone = true
      // In two pieces, so that the states between them are reached.
      let middle = bytes.count / 2
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes[..<middle])), promise: nil)
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes[middle...]))).whenComplete { _ in channel.close(promise: nil)
      }
    }
  }
}
