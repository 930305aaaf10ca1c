import ArgumentParser
import FoundationEssentials
import StoreClient
import StoreSimulator
import Subprocess

/// A store in its own process, and a client for it.
enum ServedStore {
  /// The store's hash in addresses and states; the simulator accepts any.
  static let hash = "bench"

  /// Runs the body with the address of a store.
  ///
  /// - Returns: What the body returns, and the statistics of the store.
  static func withStore<Result: Sendable>(
    _ content: WorldContent,
    _ body: @Sendable (String) async throws -> Result
  ) async throws -> (result: Result, report: SimulatorStatistics) {
    let argument = String(decoding: try JSONEncoder().encode(content), as: UTF8.self)
    let result = try await Subprocess.run(
      .name("env"),
      arguments: Arguments([ChildProgram.own, "serve", argument]),
      input: .none,
      output: .sequence,
      error: .discarded
    ) { child in
      var pieces = child.standardOutput.makeAsyncIterator()
      var text: [UInt8] = []
      while !text.contains(UInt8(ascii: "\n")), let piece = try await pieces.next() {
        text += piece.withUnsafeBytes { Array($0) }
      }
      guard let end = text.firstIndex(of: UInt8(ascii: "\n")) else { throw BenchFailure("the store did not start") }
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
      return (try outcome.get(), try JSONDecoder().decode(SimulatorStatistics.self, from: Data(rest)))
    }
    return result.closureResult
  }

  /// Runs the body with a client for the store.
  static func withClient<Result: Sendable>(
    _ address: String,
    _ body: (StoreClient) async throws -> sending Result
  ) async throws -> Result {
    var settings = try Bench.clientSettings(address, hash: hash)
    settings.quotaShare = 100
    return try await StoreClient.withStoreClient(settings, body)
  }
}

/// `segbench serve`: a store in its own process, so that its CPU time and memory do not count as the client's.
///
/// It prints its address when it is ready, serves until SIGTERM, and then prints its statistics.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve a made-up store until SIGTERM.",
    shouldDisplay: false
  )

  @Argument(
    help: "The content of the store, as JSON.",
    transform: { try JSONDecoder().decode(WorldContent.self, from: Data($0.utf8)) }
  )
  var content: WorldContent

  func run() async throws {
    let world = try World(content)
    let faults = content.latency > 0 ? [try FaultSpec("latency:ms=\(content.latency)")] : []
    let simulator = Simulator(store: world.store, settings: SimulatorSettings(faults: faults))
    if let folder = content.declaredFolder { try await world.declare(in: folder) }
    try await SimulatorServer.runUntilSignal(simulator, port: 0) { Bench.say($0) }
    Bench.say(String(decoding: try JSONEncoder().encode(simulator.statistics), as: UTF8.self))
  }
}
