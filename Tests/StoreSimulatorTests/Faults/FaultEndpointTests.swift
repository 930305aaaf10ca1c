import StoreSimulator
import TestSupport
import Testing

/// `/_sim/faults` and `/_sim/stats`.
@Suite struct FaultEndpointTests {
  private struct Report: Decodable, Equatable {
    struct Entry: Decodable, Equatable {
      let spec: String
      let hits: Int
    }
    let faults: [Entry]
    let hits: [String: Int]
  }

  private static func set(_ json: String, in simulator: RunningSimulator) async throws -> TestAnswer {
    try await simulator.send("POST", "/_sim/faults", token: nil, json: json)
  }

  @Test func `faults are replaced while the store runs, by specs or objects`() async throws {
    try await withFaults("overload") { simulator, vip in
      let json =
        #"["error:status=500,on=list", {"kind": "error", "status": 502, "on": ["list", "add"], "rate": 1.0, "times": 1}]"#
      let answer = try await Self.set(json, in: simulator)
      #expect(answer.status == 200)
      let specs = ["error:status=500,on=list", "error:on=list+add,rate=1,status=502,times=1"]
      #expect(try answer.json(Report.self) == Report(faults: specs.map { .init(spec: $0, hits: 0) }, hits: [:]))
      var statuses: [Int] = []
      for _ in 1...3 { statuses.append(try await vip.list().status) }
      #expect(statuses == [500, 502, 200])
      let report = try await simulator.send("GET", "/_sim/faults", token: nil).json(Report.self)
      #expect(report == Report(faults: specs.map { .init(spec: $0, hits: 1) }, hits: ["error": 2]))
    }
  }

  @Test func `deleted faults stop, and their hits are kept`() async throws {
    try await withFaults("overload:times=0") { simulator, vip in
      _ = try await vip.list()
      let deleted = try await simulator.send("DELETE", "/_sim/faults", token: nil)
      #expect(deleted.status == 204)
      let answer = try await vip.list()
      #expect(answer.status == 200)
      let report = try await simulator.send("GET", "/_sim/faults", token: nil).json(Report.self)
      #expect(report == Report(faults: [], hits: ["overload": 1]))
    }
  }

  @Test(arguments: [
    (#"{"kind": "overload"}"#, "the top: an array expected"),
    (#"["overload", "overlod"]"#, #"[1]: there is no fault \"overlod\""#),
    (#"[{"on": "add"}]"#, "[0]: kind is missing"), (#"[{"kind": "error", "status": true}]"#, "[0].status: a string expected"),
    ("", "JSON expected"),
  ])
  func `an invalid fault is refused, and the other faults stay`(json: String, reason: String) async throws {
    try await withFaults("overload") { simulator, vip in
      let answer = try await Self.set(json, in: simulator)
      #expect(answer.status == 400)
      #expect(answer.text.contains(reason))
      let list = try await vip.list()
      #expect(list.status == 429)
    }
  }

  @Test func `statistics count requests, limit violations and faults`() async throws {
    struct Statistics: Decodable, Equatable {
      struct Violations: Decodable, Equatable {
        let batchesOver50: Int
        let over10InFlight: Int
        let overQuota: Int
      }
      let requests: [String: Int]
      let maxInFlight: Int
      let violations: Violations
      let latencyWaitedMs: Int
      let faults: [String: Int]
    }
    try await withFaults("latency:ms=30,on=list", "error:on=add") { simulator, vip in
      _ = try await vip.list()
      _ = try await vip.add([501])
      _ = try await vip.add(501...551)
      _ = try await vip.remove(1...51)
      _ = try await simulator.send("GET", "/segments", token: nil)
      let answer = try await simulator.send("GET", "/_sim/stats", token: nil)
      #expect(
        try answer.json(Statistics.self, convertsKeys: true)
          == Statistics(
            requests: [
              "list": 1, "segments": 0, "add": 2, "remove": 1, "create": 0, "update": 0, "delete": 0, "profiles": 0,
              "customers": 0, "promotions": 0,
            ],
            maxInFlight: 1,
            violations: .init(batchesOver50: 2, over10InFlight: 0, overQuota: 0),
            latencyWaitedMs: 30,
            faults: ["latency": 1, "error": 1]
          )
      )
    }
  }
}
