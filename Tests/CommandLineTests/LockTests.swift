import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// One writer at a time, with the real programs.
struct LockTests {
  @Test func `five simultaneous applies wait for each other, and the store is correct in the end`() async throws {
    try await withRehearsal(profiles: 400, segments: ["A": Array(1...100)]) { rehearsal in
      try rehearsal.declare(["A": Array(50...300), "B": Array(1...120)])
      let outcomes = try await withThrowingTaskGroup(of: ChildProcess.Outcome.self) { group in
        for _ in 1...5 { group.addTask { try await rehearsal.segapply("--auto-approve", "--lock-timeout", "60s") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.map(\.exitCode) == Array(repeating: 0, count: 5), "\(outcomes.map(\.errors))")
      // One did it all, the others found nothing left.
      #expect(outcomes.count { $0.output.contains("Apply complete") } == 1)
      #expect(outcomes.count { $0.output.contains("No changes.") } == 4)
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(50...300))
      #expect(rehearsal.store.members(ofSegmentNamed: "B") == .numbered(1...120))
      let state = try #require(rehearsal.read("segplan.state.json"))
      #expect(state.contains("\"serial\" : 1"))
    }
  }

  @Test func `a run that does not wait for a held lock exits with 4, and names the holder`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let id = "11111111-2222-4333-8444-555555555555"
      let info = """
        {"ID":"\(id)","Operation":"segapply","Info":"","Who":"grace@runner","PID":4711,\
        "Version":"0","Created":"2026-01-01T00:00:00Z","Path":"segplan.state.json"}
        """
      try rehearsal.write(info, to: "segplan.state.json.lock")
      try await ChildProcess.killed(
        "flock",
        ["-x", "\(rehearsal.folder)/segplan.state.json.lock", "sh", "-c", "echo ready; exec tail -f /dev/null"],
        whenReady: {
          let refused = try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0")
          #expect(refused.exitCode == 4, "\(refused.errors)")
          for words in ["grace@runner", "4711", "since 2026-01-01T00:00:00Z", id] {
            #expect(refused.errors.contains(words), "\(refused.errors)")
          }
          let plan = try await rehearsal.segplan("--detailed-exitcode")
          #expect(plan.exitCode == 2)
          #expect(plan.errors.contains("an apply is running"), "\(plan.errors)")
          let unlock = try await rehearsal.segplan("unlock", id)
          #expect(unlock.exitCode == 1)
          #expect(unlock.errors.contains("is held by the running process 4711"), "\(unlock.errors)")
        },
        afterKill: {}
      )
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test(arguments: [
    (
      [
        "GITHUB_ACTIONS": "true", "GITHUB_ACTOR": "ada", "GITHUB_TRIGGERING_ACTOR": "grace", "GITHUB_RUN_ID": "42",
        "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "shop/segments",
      ], "grace in https://github.example/shop/segments/actions/runs/42"
    ),
    (
      ["GITLAB_CI": "true", "GITLAB_USER_LOGIN": "grace", "CI_JOB_URL": "https://gitlab.example/jobs/7"],
      "grace in https://gitlab.example/jobs/7"
    ),
    (["GITLAB_CI": "true", "GITLAB_USER_LOGIN": "gra\u{1B}[2Jce"], "gra␛[2Jce in GitLab CI"),
  ])
  func `in a CI job the lock, the state and the events name the person and the job`(variables: [String: String], who: String)
    async throws
  {
    try await withRehearsal(profiles: 100) { rehearsal in
      try rehearsal.declare(["A": Array(1...60)])
      rehearsal.store.simulator.setFaults([try FaultSpec("latency:ms=1000,on=add")])
      let outcome = try await Program.segapply.run(
        ["--auto-approve", "--format", "json"],
        in: rehearsal.folder,
        environment: rehearsal.environment.merging(variables) { $1 }
      ) { _ in
        try await eventually("the lock has its holder") {
          rehearsal.read("segplan.state.json.lock")?.replacing("\\/", with: "/").contains(who) == true
        }
      }
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(rehearsal.read("segplan.state.json")?.contains("\"who\" : \"\(who)\"") == true)
      let planned = try #require(outcome.output.split(separator: "\n").first { $0.contains("\"planned\"") })
      #expect(planned.contains("\"who\":\"\(who)\""), "\(planned)")
    }
  }

  @Test func `unlock says that there is nothing to unlock`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      let outcome = try await rehearsal.segplan("unlock", "11111111-2222-4333-8444-555555555555")
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("is not locked"), "\(outcome.errors)")
    }
  }
}
