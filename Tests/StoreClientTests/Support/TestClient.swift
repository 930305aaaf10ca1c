import Diagnostics
import Logging
import TestSupport
import Testing

@testable import StoreClient

/// The token of every test: if it shows up anywhere but in the one header, a test can find it.
let testToken = "t0ken-that-must-not-show"

/// The settings of a client under test, whose pauses take no time and whose answers may take any, unless the test says otherwise.
func testSettings(
  _ address: String,
  token: String = testToken,
  parallelism: Int = 10,
  retries: RetryPolicy = RetryPolicy(),
  time: Timekeeper = Timekeeper(SleeplessClock(), deadline: { _ in try await never() }),
  dice: @escaping @Sendable () -> Double = { 0.5 },
  logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
  onEvent: @escaping @Sendable (StoreClientEvent) -> Void = { _ in }
) throws -> StoreClientSettings {
  var settings = StoreClientSettings(
    address: try StoreAddress(apiURL: address, storeHash: "abc123"),
    token: try #require(Secret(token: token)),
    parallelism: parallelism,
    retries: retries,
    correlationID: "c0441e1a-0000-4000-8000-000000000001",
    userAgent: "segplan/test",
    logger: logger
  )
  settings.time = time
  settings.dice = dice
  settings.onEvent = onEvent
  return settings
}

/// Runs the body with a client of a server that answers by the script.
///
/// - Returns: What the body returned, and every request that the server got.
func withScriptedStore<Result: Sendable>(
  retries: RetryPolicy = RetryPolicy(maximumAttempts: 1),
  clock: SleeplessClock = SleeplessClock(),
  log: RecordingLog = RecordingLog(),
  onEvent: @escaping @Sendable (StoreClientEvent) -> Void = { _ in },
  script: @escaping ScriptedServer.Script,
  _ body: @Sendable (StoreClient) async throws -> Result
) async throws -> (result: Result, requests: [RecordedRequest]) {
  try await withScriptedServer(script) { server in
    let settings = try testSettings(
      server.address,
      retries: retries,
      time: Timekeeper(clock, deadline: { _ in try await never() }),
      logger: log.logger,
      onEvent: onEvent
    )
    let result = try await StoreClient.withStoreClient(settings) { try await body($0) }
    return (result, server.requests)
  }
}
