import HTTPExchange
import Logging
import TestSupport

@testable import StateStorage

extension StateConnection {
  /// Waits for nothing, and tries as often as a user's run does.
  static func test(
    retries: StateRetries = StateRetries(),
    deadline: Duration = .seconds(300),
    clock: SleeplessClock = SleeplessClock()
  ) -> StateConnection {
    var connection = StateConnection(userAgent: "segplan/test", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    connection.retries = retries
    connection.requestDeadline = deadline
    connection.pause = { try await clock.sleep(for: $0) }
    return connection
  }
}

/// Runs the body with a transport of its own.
func withStateTransport<Result: Sendable>(
  _ location: String,
  _ connection: StateConnection = .test(),
  _ body: (StateTransport) async throws -> sending Result
) async throws -> Result {
  try await HTTPExchanger.withExchanger { exchanger in
    try await body(StateTransport(exchanger: exchanger, connection: connection, location: location))
  }
}

/// Runs the body with a state server, and with a way to open backends of the same place on it.
func withHTTPBackends(
  _ places: StateServerPlaces,
  environment: [String: String] = [:],
  _ connection: StateConnection = .test(),
  _ body: (StateServer, @escaping @Sendable () -> HTTPBackend) async throws -> Void
) async throws {
  try await withStateServer(places) { server in
    let settings = try HTTPStateSettings(server.address(), environment: EnvironmentVariables(environment))
    try await withStateTransport(settings.address.shown, connection) { transport in
      try await body(server) { HTTPBackend(settings, transport) }
    }
  }
}

/// Runs the body with a fresh key, and with a way to open backends of the same object in it.
func withS3Backends(
  _ connection: StateConnection = .test(),
  environment change: (S3Server) -> [String: String] = { $0.environment($0.writer) },
  _ body: (S3Server, @escaping @Sendable () -> S3Backend) async throws -> Void
) async throws {
  let server = try await S3Server.running()
  let location = server.freshLocation()
  guard case .s3(let settings) = try StateLocation(location, environment: change(server)) else { return }
  try await withStateTransport(location, connection) { transport in
    try await body(server) { S3Backend(settings, transport) }
  }
}
