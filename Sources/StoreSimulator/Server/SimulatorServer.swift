import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Serves a simulator over plain HTTP, on this machine only.
package enum SimulatorServer {
  private static let host = "127.0.0.1"
  /// How long ``withServer(_:isolation:_:)`` waits for a request that is only half sent.
  ///
  /// Idle connections end at once, and requests that are held up go on without delay.
  private static let graceTime = Duration.seconds(10)

  /// Serves until SIGINT or SIGTERM; requests in flight are then answered without further delay.
  ///
  /// Port 0 is any free port. `onListening` gets the base address, such as `http://127.0.0.1:8080`, once the server accepts
  /// requests.
  ///
  /// - Throws: ``PortError``.
  package static func runUntilSignal(
    _ simulator: Simulator,
    port: Int,
    onListening: @escaping @Sendable (String) -> Void
  ) async throws {
    do {
      try await application(simulator, port: port, onListening: onListening).runService()
    } catch let error as IOError {
      throw PortError(address: "\(host):\(port)", code: error.errnoCode)
    }
  }

  /// Serves on a free port while the body runs, and stops then in any case.
  ///
  /// The body gets the base address.
  package static func withServer<Result>(
    _ simulator: Simulator,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (String) async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (addresses, announce) = AsyncStream.makeStream(of: String.self)
      let server = ServiceGroup(services: [application(simulator, port: 0) { announce.yield($0) }], logger: logger)
      group.addTask {
        // A server that fails has no address.
        defer { announce.finish() }
        try await server.run()
      }
      guard let address = await addresses.first(where: { _ in true }) else {
        try await group.waitForAll()
        throw CancellationError()
      }
      let result: Swift.Result<Result, any Error>
      do {
        result = .success(try await body(address))
      } catch {
        result = .failure(error)
      }
      // First stop accepting connections: a server that is cancelled while it accepts one crashes.
      await server.triggerGracefulShutdown()
      group.addTask { try? await Task.sleep(for: graceTime) }
      // A failure of the server while it stops does not make the body fail.
      _ = await group.nextResult()
      group.cancelAll()
      return try result.get()
    }
  }

  private static func application(
    _ simulator: Simulator,
    port: Int,
    onListening: @escaping @Sendable (String) -> Void
  ) -> some ApplicationProtocol {
    Application(
      responder: SimulatorResponder(simulator: simulator),
      server: .http1(configuration: HTTP1Channel.Configuration(additionalChannelHandlers: [HangUpHandler(simulator: simulator)])),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in
        onListening("http://\(host):\(channel.localAddress?.port ?? port)")
      },
      logger: logger
    )
  }

  /// Logs to standard error: standard output has only the line that scripts wait for.
  private static var logger: Logger {
    var logger = Logger(label: "segsim") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .error
    return logger
  }
}
