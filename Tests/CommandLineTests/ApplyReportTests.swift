import FoundationEssentials
import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// What is left of an apply for those who were not there: reports and messages of the real program.
struct ApplyReportTests {
  private static let reports = ["csv=a.csv", "json=a.json", "junit=a.xml", "html=a.html", "markdown=a.md"].flatMap {
    ["--report", $0]
  }

  @Test func `every format of the report has the result of each change`() async throws {
    try await withRehearsal(profiles: 10, segments: ["A": [9]]) { rehearsal in
      // Profile 50 is in no store.
      try rehearsal.declare(["A": [1, 2, 50]])
      let apply = try await rehearsal.segapply(["--auto-approve"] + Self.reports)
      #expect(apply.exitCode == 5, "\(apply.errors)")
      let rows = try #require(rehearsal.read("a.csv")).split(separator: "\n")
      #expect(rows.count == 5 && rows[0] == "segment,customer,profile,action,result,reason,place")
      #expect(rows.contains { $0.hasPrefix("A,,\(ShopperProfileID.numbered(1)),add,done,,segments.yaml:") }, "\(rows)")
      #expect(rows.contains { $0.hasPrefix("A,,\(ShopperProfileID.numbered(50)),add,failed,") }, "\(rows)")
      #expect(rows.contains { $0.contains("\(ShopperProfileID.numbered(9)),remove,done") }, "\(rows)")
      let json = try #require(rehearsal.read("a.json"))
      #expect(try await SchemaCheck.problems(of: [Array(json.utf8)], schema: "apply-report.schema.json").isEmpty)
      #expect(json.contains("\"result\" : \"incomplete\"") && json.contains("\"members_undone\" : 1"))
      #expect(rehearsal.read("a.xml")?.contains("<testcase name=\"A\" classname=\"segapply.segment\"") == true)
      #expect(rehearsal.read("a.html")?.contains("<h1>segapply: partly applied</h1>") == true)
      #expect(rehearsal.read("a.md")?.contains("### segapply: partly applied") == true)
    }
  }

  @Test func `the report has the id of the saved plan, also if only the rest of the plan was left`() async throws {
    try await withRehearsal(profiles: 10, segments: ["A": [9]]) { rehearsal in
      try rehearsal.declare(["A": [1, 2, 50]])
      #expect(try await rehearsal.segplan("--out", "plan.json").exitCode == 0)
      let id = try PlanCodec.decode(Array(try #require(rehearsal.read("plan.json")).utf8), file: "plan.json").id
      for _ in 1...2 {
        #expect(try await rehearsal.segapply(["plan.json"] + Self.reports).exitCode == 5)
        #expect(rehearsal.read("a.json")?.contains("\"plan_id\" : \"\(id)\"") == true)
        #expect(rehearsal.read("a.md")?.contains("\(id)") == true)
        #expect(rehearsal.read("a.html")?.contains("\(id)") == true)
      }
    }
  }

  @Test func `a run that is stopped before its first change reports the reason`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...100)]) { rehearsal in
      try rehearsal.declare(["A": [1]], guardrails: "10%")
      let apply = try await rehearsal.segapply(["--auto-approve"] + Self.reports)
      #expect(apply.exitCode == 3)
      #expect(rehearsal.read("a.csv") == "segment,customer,profile,action,result,reason,place\n")
      for file in ["a.json", "a.xml", "a.html", "a.md"] {
        #expect(rehearsal.read(file)?.contains("would lose 99 of 100 live members") == true, "\(file)")
      }
    }
  }

  @Test func `a report that cannot be written is found before the first change`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let apply = try await rehearsal.segapply("--auto-approve", "--report", "csv=nowhere/a.csv")
      #expect(apply.exitCode == 1, "\(apply.errors)")
      #expect(rehearsal.store.log.isEmpty)
    }
  }

  @Test(arguments: [("always", [true, true, true]), ("change", [true, false, true]), ("failure", [false, false, true])])
  func `messages are posted after the runs that --notify-on selects`(occasion: String, expected: [Bool]) async throws {
    try await withWebhookReceiver { receiver in
      try await withRehearsal(profiles: 10) { rehearsal in
        var posted: [Bool] = []
        func apply(_ members: [Int]) async throws {
          let before = receiver.messages.count
          try rehearsal.declare(["A": members])
          _ = try await rehearsal.segapply("--auto-approve", "--notify", receiver.address, "--notify-on", occasion)
          posted.append(receiver.messages.count > before)
        }
        try await apply([1, 2])
        try await apply([1, 2])
        try await apply([1, 2, 50])
        #expect(posted == expected)
        let last = try #require(receiver.messages.last)
        #expect(last.body.contains("Apply incomplete: ") && !last.body.contains("0000-4000-8000"), "\(last.body)")
      }
    }
  }

  @Test func `an event about one member names it, and quiet output is only the verdict`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1, 50]])
      let apply = try await rehearsal.segapply("--auto-approve", "--format", "json")
      let problem = try #require(apply.output.split(separator: "\n").first { $0.contains("\"problem\"") })
      #expect(problem.contains("\"profile\":\"\(ShopperProfileID.numbered(50))\""), "\(problem)")
      #expect(problem.contains("\"segment\":\"A\"") && problem.contains("\"cause\":\"listed\""), "\(problem)")
      let quiet = try await rehearsal.segplan("--quiet")
      #expect(quiet.output == "Plan: 0 segments to create, 1 to update; 1 member to add, 0 to remove. 0 segments unmanaged.\n")
      try rehearsal.declare(["A": [1, 2]])
      let applied = try await rehearsal.segapply("--auto-approve", "--quiet")
      #expect(
        applied.output.split(separator: "\n").map { String($0.prefix(15)) } == ["Plan: 0 segment", "Apply complete:"],
        "\(applied.output)"
      )
    }
  }

  @Test func `a report never overwrites the state, a manifest or another report`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let requests = rehearsal.store.log.count
      let state = rehearsal.read("segplan.state.json")
      for reports in [
        ["json=segplan.state.json"], ["csv=./segplan.state.json.lock"], ["json=segments.yaml"], ["csv=out", "json=./out"],
        ["csv=-", "json=/dev/stdout"],
      ] {
        let options = reports.flatMap { ["--report", $0] }
        let apply = try await rehearsal.segapply(["--auto-approve"] + options)
        #expect(apply.exitCode == 64, "\(reports): \(apply.errors)")
        #expect(try await rehearsal.segplan(options.map { $0.replacing("csv=", with: "html=") }).exitCode == 64, "\(reports)")
      }
      #expect(rehearsal.store.log.count == requests)
      #expect(rehearsal.read("segplan.state.json") == state)
    }
  }

  @Test func `the last event has the exit status of the process, whatever the failure was`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      func ending(_ arguments: String...) async throws -> (exit: Int32?, event: String) {
        let apply = try await rehearsal.segapply(["--auto-approve", "--format", "json"] + arguments)
        return (apply.exitCode, String(apply.output.split(separator: "\n").last ?? ""))
      }
      try rehearsal.declare(["A": [1]])
      let full = try await ending("--report", "csv=/dev/full")
      #expect(full.exit == 5 && full.event.contains("\"exit_status\":5"), "\(full)")
      let nothing = try await ending("--report", "csv=/dev/full")
      #expect(nothing.exit == 1 && nothing.event.contains("\"exit_status\":1"), "\(nothing)")
      let place = try await ending("--report", "csv=nowhere/a.csv")
      #expect(place.exit == 1 && place.event.contains("\"exit_status\":1"), "\(place)")
      let address = try await ending("--notify", "x")
      #expect(address.exit == 1 && address.event.contains("\"exit_status\":1"), "\(address)")
    }
  }

  @Test func `redacted segments with the same name stay separate`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["VIP ada@example.com": [1], "VIP bob@example.com": [2]])
      let apply = try await rehearsal.segapply(["--auto-approve", "--redact-members"] + Self.reports)
      #expect(apply.exitCode == 0, "\(apply.errors)")
      let rows = try #require(rehearsal.read("a.csv")).split(separator: "\n").dropFirst()
      #expect(rows.count == 4 && rows.allSatisfy { $0.contains(",done,") }, "\(rows)")
      #expect(Set(rows.map { $0.prefix { $0 != "," } }).count == 2, "\(rows)")
      #expect(rehearsal.read("a.json")?.contains("\"undone\" : [\n\n  ]") == true)
    }
  }

  @Test func `a signal ends a run that only waits for the reader of a report, with the status of its work`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let pipe = try await ChildProcess.run("mkfifo", ["\(rehearsal.folder)/pipe"])
      #expect(pipe.exitCode == 0)
      let outcome = try await Program.segapply.run(
        ["--auto-approve", "--report", "csv=pipe"],
        in: rehearsal.folder,
        environment: rehearsal.environment
      ) { running in
        try await eventually("the state") { rehearsal.read("segplan.state.json") != nil }
        try await eventually("the end of the apply") { rehearsal.read("segplan.state.json.journal") == nil }
        try await Task.sleep(for: .seconds(1))
        try running.terminate()
      }
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("Apply complete"))
    }
  }
}
