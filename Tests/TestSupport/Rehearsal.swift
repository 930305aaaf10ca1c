import FoundationEssentials
import SegmentModel
package import StoreSimulator

/// A folder with manifests and a simulated store, in which the programs are run as users run them.
package struct Rehearsal: Sendable {
  /// The working directory of the programs.
  package let folder: String
  package let store: RunningSimulator

  /// What the programs find in their environment.
  package var environment: [String: String] {
    [
      "BIGCOMMERCE_STORE_HASH": RunningSimulator.storeHash,
      "BIGCOMMERCE_ACCESS_TOKEN": store.token,
      "SEGPLAN_API_URL": store.address,
    ]
  }

  /// Writes a file, with the folders on its way; the path starts in ``folder``.
  ///
  /// - Throws: What writing runs into.
  package func write(_ text: String, to path: String) throws {
    let file = URL(filePath: "\(folder)/\(path)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Writes `segments.yaml` with these segments, each with the numbered members, in authoritative mode.
  ///
  /// - Parameters:
  ///   - segments: The numbers of each segment's members, by the segment's name.
  ///   - guardrails: The limit to removals; off unless a test is about it.
  /// - Throws: What writing runs into.
  package func declare(_ segments: [String: [Int]], guardrails: String = "100%") throws {
    try write(Self.manifest(segments, guardrails: guardrails), to: "segments.yaml")
  }

  /// The text of the manifest that ``declare(_:guardrails:)`` writes.
  package static func manifest(_ segments: [String: [Int]], guardrails: String = "100%") -> String {
    var text = "version: 1\ndefaults: {guardrails: {max_removals: \(guardrails), max_additions: 1000000%}}\nsegments:\n"
    for (name, numbers) in segments.sorted(by: { $0.key < $1.key }) {
      text += "  - name: \(name)\n    members:\(numbers.isEmpty ? " []" : "")\n"
      text += numbers.map { "      - \(ShopperProfileID.numbered($0))\n" }.joined()
    }
    return text
  }

  /// The text of a file in ``folder``; `nil` when it does not exist.
  package func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: "\(folder)/\(path)").map { String(decoding: $0, as: UTF8.self) }
  }

  /// Runs `segplan` here.
  ///
  /// - Throws: What starting it runs into.
  package func segplan(_ arguments: String..., environment: [String: String] = [:]) async throws -> ChildProcess.Outcome {
    try await segplan(arguments, environment: environment)
  }

  /// Runs `segplan` here.
  ///
  /// - Throws: What starting it runs into, or what the body throws.
  package func segplan(
    _ arguments: [String],
    environment: [String: String] = [:],
    meanwhile body: @Sendable (Program.Running) async throws -> Void = { _ in }
  ) async throws -> ChildProcess.Outcome {
    try await run(.segplan, arguments, environment: environment, meanwhile: body)
  }

  /// Runs `segapply` here.
  ///
  /// - Throws: What starting it runs into, or what the body throws.
  package func segapply(
    _ arguments: String...,
    environment: [String: String] = [:],
    input: String = "",
    meanwhile body: @Sendable (Program.Running) async throws -> Void = { _ in }
  ) async throws -> ChildProcess.Outcome {
    try await run(.segapply, arguments, environment: environment, input: input, meanwhile: body)
  }

  /// Runs `segapply` here.
  ///
  /// - Throws: What starting it runs into.
  package func segapply(_ arguments: [String], environment: [String: String] = [:]) async throws -> ChildProcess.Outcome {
    try await run(.segapply, arguments, environment: environment)
  }

  private func run(
    _ program: Program,
    _ arguments: [String],
    environment: [String: String],
    input: String = "",
    meanwhile body: @Sendable (Program.Running) async throws -> Void = { _ in }
  ) async throws -> ChildProcess.Outcome {
    try await program.run(
      arguments,
      in: folder,
      environment: self.environment.merging(environment) { _, given in given },
      input: input,
      meanwhile: body
    )
  }
}

/// Runs the body with an empty folder and a store of numbered profiles and these segments.
///
/// - Parameters:
///   - profiles: How many profiles the store has, from number 1.
///   - segments: The numbers of each segment's members, by the segment's name.
///   - settings: How the store behaves.
///   - isolation: The caller's.
///   - body: The test.
/// - Throws: Whatever the body throws, or what starting the server runs into.
package func withRehearsal(
  profiles: Int,
  segments: [String: [Int]] = [:],
  settings: SimulatorSettings = SimulatorSettings(),
  isolation: isolated (any Actor)? = #isolation,
  _ body: (Rehearsal) async throws -> Void
) async throws {
  try await withTemporaryFolder { folder in
    try await withSimulator(profiles: profiles, segments: segments, settings: settings) { store in
      try await body(Rehearsal(folder: folder, store: store))
    }
  }
}

/// Runs the body with an empty folder and this store; see ``withRehearsal(profiles:segments:settings:isolation:_:)``.
///
/// - Throws: Whatever the body throws, or what starting the server runs into.
package func withRehearsal(
  store: Store,
  settings: SimulatorSettings = SimulatorSettings(),
  isolation: isolated (any Actor)? = #isolation,
  _ body: (Rehearsal) async throws -> Void
) async throws {
  try await withTemporaryFolder { folder in
    try await withSimulator(store: store, settings: settings) { store in
      try await body(Rehearsal(folder: folder, store: store))
    }
  }
}

/// Waits until the condition holds.
///
/// - Throws: ``NeverHappened`` after a time that is far beyond what it takes; `CancellationError`.
package func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
  let clock = ContinuousClock()
  let deadline = clock.now + .seconds(300)
  while try await !condition() {
    guard clock.now < deadline else { throw NeverHappened(what: what) }
    try await Task.sleep(for: .milliseconds(1))
  }
}

/// A condition that did not come true.
package struct NeverHappened: Error, CustomStringConvertible {
  let what: String

  package var description: String { "never happened: \(what)" }
}
