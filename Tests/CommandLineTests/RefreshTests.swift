import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// `--refresh counts`, `--full-every` and `--max-requests` on the command line.
///
/// Segment "A" has the members 1 to 2,000, which are nine requests to list, and an apply has recorded them.
struct RefreshTests {
  private static func withRecorded(_ body: (Rehearsal) async throws -> Void) async throws {
    try await withRehearsal(profiles: 2100, segments: ["A": Array(1...2000)]) { rehearsal in
      try rehearsal.declare(["A": Array(1...2000)])
      let applied = try await rehearsal.segapply("--auto-approve")
      #expect(applied.exitCode == 0, "\(applied.errors)")
      try await body(rehearsal)
    }
  }

  private static func requests(_ rehearsal: Rehearsal, _ body: () async throws -> Void) async throws -> Int {
    let before = rehearsal.store.log.count
    try await body()
    return rehearsal.store.log.count - before
  }

  private static func exchange(_ rehearsal: Rehearsal, adding: Int, removing: Int) throws {
    let id = try #require(rehearsal.store.store.segment(named: "A")).id
    rehearsal.store.simulator.editAsForeigner(id, adding: .numbered([adding]), removing: .numbered([removing]))
  }

  @Test func `plan, apply and drift by count say what they rest on`() async throws {
    try await Self.withRecorded { rehearsal in
      try rehearsal.declare(["A": Array(2...2001)])
      let plan = try await rehearsal.segplan("--refresh", "counts", "--out", "plan.json", "--report", "markdown=plan.md")
      #expect(plan.exitCode == 0, "\(plan.errors)")
      #expect(plan.errors.contains("checked by count, with the members of the record: \"A\""), "\(plan.errors)")
      #expect(rehearsal.read("plan.json")?.contains("checked-by-count") == true)
      #expect(rehearsal.read("plan.md")?.contains("checked by count") == true)
      let shown = try await rehearsal.segplan("show", "plan.json")
      #expect((shown.output + shown.errors).contains("checked by count"), "\(shown.output)\(shown.errors)")
      let requests = try await Self.requests(rehearsal) {
        let applied = try await rehearsal.segapply("plan.json", environment: ["SEGPLAN_REFRESH": "counts"])
        #expect(applied.exitCode == 0, "\(applied.errors)")
      }
      // Segments, the first page, two planned members, two writes, two changed members and the count.
      #expect(requests == 9)
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(2...2001))
      try Self.exchange(rehearsal, adding: 2050, removing: 1500)
      let counted = try await rehearsal.segplan("drift", "--refresh", "counts")
      #expect(counted.exitCode == 0, "\(counted.errors)")
      #expect(
        counted.output == """
          1 segment checked by count: if someone added one member and removed another, this check does not show it. To compare every member, \
          use --refresh full.

          No drift by count. 1 segment checked, 0 unmanaged.

          """
      )
      let listed = try await rehearsal.segplan("drift", "--refresh", "full", environment: ["SEGPLAN_REFRESH": "counts"])
      #expect(listed.exitCode == 2, "\(listed.errors)")
    }
  }

  @Test func `a run stops before it sends more requests than it may`() async throws {
    try await Self.withRecorded { rehearsal in
      try rehearsal.declare(["A": Array(2...2001)])
      let sent = try await Self.requests(rehearsal) {
        let plan = try await rehearsal.segplan("--max-requests", "5")
        #expect(plan.exitCode == 1)
        #expect(
          plan.errors.contains("the run needs about 8 more requests after 2, but --max-requests allows 5"),
          "\(plan.errors)"
        )
        #expect(plan.errors.contains("With --refresh counts it would need 0 more."), "\(plan.errors)")
      }
      #expect(sent == 2)
      #expect(try await rehearsal.segplan("--max-requests", "5", "--refresh", "counts").exitCode == 0)
      // Enough to plan, and not to write and to verify.
      let apply = try await rehearsal.segapply("--auto-approve", "--max-requests", "5", "--refresh", "counts")
      #expect(apply.exitCode == 1)
      #expect(apply.errors.contains("the run needs about 5 more requests after 3"), "\(apply.errors)")
      #expect(rehearsal.store.membershipWrites.count == 0)
      let enough = try await rehearsal.segapply("--auto-approve", "--max-requests", "8", "--refresh", "counts")
      #expect(enough.exitCode == 0, "\(enough.errors)")
    }
  }

  @Test func `retries that use up the requests end an apply as incomplete, and the next run finishes`() async throws {
    try await Self.withRecorded { rehearsal in
      try rehearsal.declare(["A": Array(1...2100)])
      rehearsal.store.simulator.setFaults([try FaultSpec("error:status=503,on=add,times=2")])
      let apply = try await rehearsal.segapply("--auto-approve", "--max-requests", "6", "--refresh", "counts", "--no-verify")
      #expect(apply.exitCode == 5, "\(apply.errors)")
      #expect(apply.errors.contains("the run has sent the 6 requests that --max-requests allows"), "\(apply.errors)")
      rehearsal.store.simulator.setFaults([])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...2100))
    }
  }

  @Test func `a variable that is neither full nor counts is refused`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let plan = try await rehearsal.segplan([], environment: ["SEGPLAN_REFRESH": "some"])
      #expect(plan.exitCode == 1)
      #expect(plan.errors.contains("SEGPLAN_REFRESH is neither full nor counts"), "\(plan.errors)")
    }
  }

  @Test func `a watch by count lists every member at its first check, and then what has drifted until it ends`() async throws {
    try await Self.withRecorded { rehearsal in
      try Self.exchange(rehearsal, adding: 2050, removing: 1500)
      @Sendable func checks() -> Int { rehearsal.store.log.count { $0.path.hasSuffix("/v3/segments") } }
      let before = checks()
      let arguments = ["watch", "--every", "1s", "--refresh", "counts", "--full-every", "1h", "--report", "prometheus=m.prom"]
      let outcome = try await rehearsal.segplan(arguments) { running in
        try await eventually("two checks") { checks() >= before + 3 }
        try Self.exchange(rehearsal, adding: 1500, removing: 2050)
        try await eventually("a check by count") {
          rehearsal.read("m.prom")?.contains(
            "segplan_segments_checked_by_count{store=\"\(RunningSimulator.storeHash)@loopback\"} 1\n"
          )
            == true
        }
        try running.terminate()
      }
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n")
      let words = lines.map { $0.drop { $0 != " " }.dropFirst().prefix { $0 != "." } }
      // What had drifted is listed at each check, so that a count does not end the drift.
      #expect(words.prefix(2).allSatisfy { $0.hasPrefix("Drift in 1 segment") }, "\(outcome.output)")
      let rest = words.drop { $0.hasPrefix("Drift") }
      #expect(rest.first == "No drift" && rest.dropFirst().first == "No drift by count", "\(outcome.output)")
    }
  }
}
