import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Runs the body with a simulator of 600 profiles and a segment "VIP" with the members 1 to 500.
///
/// On its clock, waiting takes no time.
func withFaults(
  _ specs: String...,
  clock: SleeplessClock = SleeplessClock(),
  _ body: (RunningSimulator, VIP) async throws -> Void
) async throws {
  let faults = try specs.map { try FaultSpec($0) }
  let settings = SimulatorSettings(seed: 7, faults: faults, clock: SimulatorClock(clock))
  try await withSimulator(profiles: 600, segments: ["VIP": Array(1...500)], settings: settings) { simulator in
    let id = try #require(simulator.store.segment(named: "VIP")).id
    try await body(simulator, VIP(simulator: simulator, id: id))
  }
}

/// The segment that fault tests work on.
struct VIP {
  let simulator: RunningSimulator
  let id: SegmentID

  var members: MemberSet { simulator.members(of: id) }

  private var path: String { "/segments/\(id)/shopper-profiles" }

  func add(_ numbers: some Sequence<Int>) async throws -> TestAnswer {
    let ids = numbers.map { "\"\(ShopperProfileID.numbered($0))\"" }.joined(separator: ",")
    return try await simulator.send("POST", path, json: "[\(ids)]")
  }

  func remove(_ numbers: some Sequence<Int>) async throws -> TestAnswer {
    let ids = numbers.map { ShopperProfileID.numbered($0).description }.joined(separator: ",")
    return try await simulator.send("DELETE", path + "?id:in=" + ids)
  }

  func list(page: Int = 1) async throws -> TestAnswer {
    try await simulator.send("GET", path + "?limit=250&page=\(page)")
  }

  /// The ids of a page.
  func ids(page: Int) async throws -> [String] { try await list(page: page).json(TestPage.self).data.map(\.id) }

  /// A request of one of three kinds: adding 501 and 502, removing 1 and 2, listing the first page.
  func send(_ kind: RequestKind) async throws -> TestAnswer {
    switch kind {
    case .add: try await add([501, 502])
    case .remove: try await remove([1, 2])
    default: try await list()
    }
  }

  /// The members once such a request is carried out.
  static func members(after kind: RequestKind) -> MemberSet {
    switch kind {
    case .add: .numbered(1...502)
    case .remove: .numbered(3...500)
    default: .numbered(1...500)
    }
  }

  static let unchanged = MemberSet.numbered(1...500)
}
