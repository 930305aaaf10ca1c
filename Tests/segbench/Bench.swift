import Diagnostics
import FileAccess
import FoundationEssentials
import Logging
import StoreClient
import StoreSimulator

/// What all of segbench's commands share.
enum Bench {
  static let silentLogger = Logger(label: "segbench") { _ in SwiftLogNoOpLogHandler() }

  /// Settings for a client of a simulated store, which accepts any hash.
  static func clientSettings(
    _ address: String,
    hash: String,
    _ retries: RetryPolicy = RetryPolicy()
  ) throws -> StoreClientSettings {
    guard let token = Secret(token: SimulatorSettings.standardToken) else { throw BenchFailure("the token is invalid") }
    return StoreClientSettings(
      address: try StoreAddress(apiURL: address, storeHash: hash),
      token: token,
      parallelism: 10,
      retries: retries,
      correlationID: UUID().uuidString.lowercased(),
      userAgent: "segbench",
      logger: silentLogger
    )
  }

  /// Runs the body with an empty folder, which is removed afterwards.
  static func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "segbench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path(percentEncoded: false))
  }

  /// Writes a line without a buffer, whose content would be lost if the process crashed.
  static func say(_ line: String, to descriptor: Int32 = FileAccess.standardOutput) {
    // A closed output is ignored.
    try? FileAccess.write(line + "\n", toDescriptor: descriptor)
  }
}

/// Why something could not be measured.
struct BenchFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
