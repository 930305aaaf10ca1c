import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@Suite struct RequestLogTests {
  private struct Entry: Decodable, Equatable {
    let method: String
    let path: String
    let query: String
    let status: Int?
    let ids: [String]
    let inFlight: Int
  }

  @Test func `every request to the store is logged as it was sent, and no other request is logged`() async throws {
    try await withSimulator(profiles: 3, segments: ["VIP": [1]]) { simulator in
      let vip = try #require(simulator.store.segment(named: "VIP")).id
      let members = "/segments/\(vip)/shopper-profiles"
      let two = ShopperProfileID.numbered(2).description
      _ = try await simulator.send("POST", members, json: "[\"\(two)\"]")
      _ = try await simulator.send("DELETE", members + "?id%3Ain=\(two)")
      _ = try await simulator.send("PUT", "/segments", json: #"[{"id":"\#(vip)","name":"Gold"}]"#)
      _ = try await simulator.send("GET", "/segments?page=1&limit=250")
      _ = try await simulator.send("GET", "/nothing", token: nil)
      let root = "/stores/\(RunningSimulator.storeHash)/v3"
      let expected = [
        Entry(method: "POST", path: root + members, query: "", status: 201, ids: [two], inFlight: 1),
        Entry(method: "DELETE", path: root + members, query: "id%3Ain=\(two)", status: 204, ids: [two], inFlight: 1),
        Entry(method: "PUT", path: root + "/segments", query: "", status: 201, ids: [vip.description], inFlight: 1),
        Entry(method: "GET", path: root + "/segments", query: "page=1&limit=250", status: 200, ids: [], inFlight: 1),
        Entry(method: "GET", path: root + "/nothing", query: "", status: 401, ids: [], inFlight: 1),
      ]
      // Twice: reading the log is not logged, and needs no token.
      #expect(try await simulator.send("GET", "/_sim/log", token: nil).json([Entry].self, convertsKeys: true) == expected)
      #expect(try await simulator.send("GET", "/_sim/log", token: nil).json([Entry].self, convertsKeys: true) == expected)
      #expect(simulator.membershipWrites.map(\.method) == ["POST", "DELETE"])
    }
  }

  @Test func `the store can be read as a seed file`() async throws {
    try await withSimulator(profiles: 3, segments: ["VIP": [1, 3]]) { simulator in
      let answer = try await simulator.send("GET", "/_sim/store", token: nil)
      let store = try SeedDocument.store(from: Array(answer.text.utf8), seed: 0)
      #expect(store.segments == simulator.store.segments)
      #expect(store.profileIDs == MemberSet.numbered(1...3))
      #expect(simulator.log.isEmpty)
    }
  }

  @Test(arguments: [("GET", "/_sim/nothing", 404), ("POST", "/_sim/log", 405)])
  func `the simulator's own endpoints refuse unknown paths and methods`(method: String, path: String, status: Int) async throws {
    try await withSimulator { simulator in
      let answer = try await simulator.send(method, path, token: nil)
      #expect(answer.status == status)
    }
  }
}
