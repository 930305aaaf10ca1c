package import SegmentModel
package import StoreSimulator

/// A simulator that serves over HTTP while a test runs, and what the test may know of it.
package struct RunningSimulator: Sendable {
  /// Such as `http://127.0.0.1:49152`: what `SEGPLAN_API_URL` takes.
  package let address: String
  /// Store, log and settings.
  package let simulator: Simulator

  /// The store's hash that tests use; any would do.
  package static let storeHash = "simulated"

  /// The address below which the API lies: `…/stores/{hash}/v3`.
  package var base: String { "\(address)/stores/\(Self.storeHash)/v3" }

  /// The token that the store takes.
  package var token: String { SimulatorSettings.standardToken }

  /// The store as it is now: a copy.
  package var store: Store { simulator.store }

  /// The requests so far, in order of arrival.
  package var log: [RequestRecord] { simulator.log }

  /// The members of a segment; empty when there is no such segment.
  package func members(of segment: SegmentID) -> MemberSet { simulator.members(of: segment) }

  /// The members of the segment with this name; empty when the store has no such segment.
  package func members(ofSegmentNamed name: String) -> MemberSet {
    store.segment(named: name).map { simulator.members(of: $0.id) } ?? .empty
  }

  /// The requests that changed the members of a segment, or tried to.
  package var membershipWrites: [RequestRecord] {
    log.filter { $0.method != "GET" && $0.path.hasSuffix("/shopper-profiles") && $0.path.contains("/segments/") }
  }
}

/// Runs the body while a simulator serves on a free port of this machine, and stops it then, whatever happens.
///
/// - Parameters:
///   - store: What the store holds at the start.
///   - settings: How the simulator behaves.
///   - isolation: The caller's, where the body runs.
///   - body: The test.
/// - Returns: What the body returns.
/// - Throws: Whatever the body throws, or what starting the server runs into.
package func withSimulator<Result>(
  store: Store = Store(),
  settings: SimulatorSettings = SimulatorSettings(),
  isolation: isolated (any Actor)? = #isolation,
  _ body: (RunningSimulator) async throws -> Result
) async throws -> Result {
  let simulator = Simulator(store: store, settings: settings)
  return try await SimulatorServer.withServer(simulator) { address in
    try await body(RunningSimulator(address: address, simulator: simulator))
  }
}

/// Runs the body with a simulator of `profiles` numbered profiles and these segments; see ``withSimulator(store:settings:isolation:_:)``.
///
/// - Parameters:
///   - profiles: How many; `ShopperProfileID.numbered(1)` is the first.
///   - segments: The numbers of each segment's members, by the segment's name.
///   - settings: How the simulator behaves.
///   - isolation: The caller's, where the body runs.
///   - body: The test.
/// - Returns: What the body returns.
/// - Throws: Whatever the body throws, or what starting the server runs into.
package func withSimulator<Result>(
  profiles: Int,
  segments: [String: [Int]] = [:],
  settings: SimulatorSettings = SimulatorSettings(),
  isolation: isolated (any Actor)? = #isolation,
  _ body: (RunningSimulator) async throws -> Result
) async throws -> Result {
  var store = Store(customers: profiles)
  for (name, numbers) in segments.sorted(by: { $0.key < $1.key }) {
    let created = try store.createSegments([SegmentDraft(name: name)])
    for segment in created {
      _ = store.insertMembers(numbers.map { .numbered($0) }, into: segment.id)
    }
  }
  return try await withSimulator(store: store, settings: settings, body)
}
