import NIOCore
import NIOPosix

/// Runs the body with a port of 127.0.0.1 on which nobody listens.
///
/// It is the near end of a connection, so that no server of another test gets it meanwhile.
package func withPortWithoutListener<Result: Sendable>(_ body: @Sendable (Int) async throws -> Result) async throws -> Result {
  try await withScriptedServer { _ in
    .hangUp
  } _: { server in
    let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: server.port).get()
    guard let port = connection.localAddress?.port else { throw ChannelError.unknownLocalAddress }
    return try await body(port)
  }
}
