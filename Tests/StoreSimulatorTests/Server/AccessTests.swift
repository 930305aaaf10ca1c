import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@Suite struct AccessTests {
  @Test(arguments: [nil, "", "sim-tokens", "SIM-TOKEN"])
  func `a wrong or missing token is refused`(token: String?) async throws {
    try await withSimulator(profiles: 1) { simulator in
      let answer = try await simulator.send("GET", "/segments", token: token)
      #expect(answer.status == 401)
      #expect(try await simulator.send("DELETE", "/shopper-profiles", token: token).status == 401)
      #expect(simulator.store.profileIDs.count == 1)
    }
  }

  /// A request to each endpoint, and whether the scope read-only is enough for it.
  @Test(arguments: [
    ("GET", "/segments", true), ("GET", "/shopper-profiles", true), ("GET", "/customers", true),
    ("GET", "/shopper-profiles/\(ShopperProfileID.numbered(1))/segments", true), ("GET", "/segments/VIP/shopper-profiles", false),
    ("POST", "/segments", false), ("PUT", "/segments", false), ("DELETE", "/segments", false),
    ("POST", "/segments/VIP/shopper-profiles", false), ("DELETE", "/segments/VIP/shopper-profiles", false),
    ("POST", "/shopper-profiles", false), ("DELETE", "/shopper-profiles", false),
  ])
  func `the read-only scope reads everything except members`(method: String, path: String, isEnough: Bool) async throws {
    let settings = SimulatorSettings(scope: .readOnly)
    try await withSimulator(profiles: 3, segments: ["VIP": [1]], settings: settings) { simulator in
      let vip = try #require(simulator.store.segment(named: "VIP")).id
      let path = path.split(separator: "VIP", omittingEmptySubsequences: false).joined(separator: vip.description)
      let answer = try await simulator.send(method, path, json: method == "POST" || method == "PUT" ? "[]" : nil)
      #expect(answer.status == (isEnough ? 200 : 403))
      #expect(simulator.members(of: vip) == MemberSet.numbered([1]))
      #expect(simulator.store.profileIDs.count == 3)
    }
  }
}
