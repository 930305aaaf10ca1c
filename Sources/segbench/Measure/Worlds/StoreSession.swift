import FoundationEssentials
import Logging
import StoreClient
import StoreSimulator
import Subprocess

/// A served store, and the client that talks to it.
enum StoreSession {
  /// The store's hash in addresses and states; any one will do.
  static let storeHash = "bench"
  /// What states call it.
  static let storeIdentity = "\(storeHash)@loopback"

  /// Runs the body with the address of a store that is served by a process of its own.
  ///
  /// - Returns: What the body returns, and what the store tells at its end.
  /// - Throws: Whatever the body throws; ``WorkFailure`` when the store does not start.
  static func withStore<Result: Sendable>(
    _ content: WorldContent,
    _ body: @Sendable (String) async throws -> Result
  ) async throws -> (result: Result, report: StoreReport) {
    let result = try await Subprocess.run(
      .name("env"),
      arguments: Arguments([ChildProgram.own, "serve", try content.argument()]),
      input: .none,
      output: .sequence,
      error: .discarded
    ) { child in
      var pieces = child.standardOutput.makeAsyncIterator()
      var text: [UInt8] = []
      while !text.contains(UInt8(ascii: "\n")), let piece = try await pieces.next() {
        text += piece.withUnsafeBytes { Array($0) }
      }
      guard let end = text.firstIndex(of: UInt8(ascii: "\n")) else { throw WorkFailure("the store did not start") }
      let address = String(decoding: text[..<end], as: UTF8.self)
      let outcome: Swift.Result<Result, any Error>
      do {
        outcome = .success(try await body(address))
      } catch {
        outcome = .failure(error)
      }
      try child.send(signal: .terminate)
      var rest = Array(text[(end + 1)...])
      while let piece = try await pieces.next() { rest += piece.withUnsafeBytes { Array($0) } }
      return (try outcome.get(), try JSONDecoder().decode(StoreReport.self, from: Data(rest)))
    }
    return result.closureResult
  }

  /// Runs the body with a client for the store.
  ///
  /// - Throws: Whatever the body throws.
  static func withClient<Result: Sendable>(
    _ address: String,
    _ body: (StoreClient) async throws -> sending Result
  ) async throws -> Result {
    guard let token = AccessToken(SimulatorSettings.standardToken) else { throw WorkFailure("the token is none") }
    let settings = StoreClientSettings(
      address: try StoreAddress(apiURL: address, storeHash: storeHash),
      token: token,
      parallelism: 10,
      quotaShare: 100,
      correlationID: UUID().uuidString.lowercased(),
      userAgent: "segbench",
      logger: Logger(label: "segbench") { _ in SwiftLogNoOpLogHandler() }
    )
    return try await StoreClient.withStoreClient(settings, body)
  }
}
