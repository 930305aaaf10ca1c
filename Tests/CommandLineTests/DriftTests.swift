import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Looking for drift, once and again and again.
struct DriftTests {
  private static func meddle(_ rehearsal: Rehearsal) throws {
    let id = try #require(rehearsal.store.store.segment(named: "A")).id
    try rehearsal.store.simulator.edit { store in
      _ = store.insertMembers([.numbered(77)], into: id)
      _ = try store.removeMembers([.numbered(1)], from: id)
    }
  }

  @Test func `drift compares with the manifests without a state, is empty after an apply, and finds a foreign edit`() async throws
  {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20), "Other": [1]]) { rehearsal in
      try rehearsal.declare(["A": Array(1...30)])
      let before = try await rehearsal.segplan("drift")
      #expect(before.exitCode == 2, "\(before.errors)")
      #expect(before.output.contains("There is no state"), "\(before.output)")
      #expect(before.output.contains("Difference in 1 segment"), "\(before.output)")

      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let clean = try await rehearsal.segplan("drift")
      #expect(clean.exitCode == 0, "\(clean.errors)")
      #expect(clean.output == "No drift. 1 segment checked, 1 unmanaged.\n")

      try Self.meddle(rehearsal)
      let writes = rehearsal.store.log.count { $0.method != "GET" }
      let reports = ["--report", "prometheus=m.prom", "--report", "json=d.json", "--report", "markdown=d.md"]
      let drift = try await rehearsal.segplan(["drift"] + reports)
      #expect(drift.exitCode == 2, "\(drift.errors)")
      #expect(drift.output.contains("Drift in 1 segment: 1 member added, 1 removed."), "\(drift.output)")
      #expect(drift.output.contains("+ 1 member added outside segapply; the next apply reverts this"), "\(drift.output)")
      let metrics = try #require(rehearsal.read("m.prom"))
      #expect(
        metrics.contains(
          "segplan_segment_members_drifted_added{store=\"\(RunningSimulator.storeHash)@loopback\",segment=\"A\"} 1\n"
        ),
        "\(metrics)"
      )
      #expect(metrics.contains("segplan_drift_check_success{store=\"\(RunningSimulator.storeHash)@loopback\"} 1\n"))
      #expect(rehearsal.read("d.json")?.contains("\"has_drift\" : true") == true)
      #expect(rehearsal.read("d.md")?.hasPrefix("<!-- segplan:drift -->\n") == true)
      #expect(rehearsal.store.log.count { $0.method != "GET" } == writes, "looking changes nothing")
    }
  }

  @Test func `a check that failed is visible in the metrics too`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let drift = try await rehearsal.segplan(
        ["drift", "--report", "prometheus=m.prom"],
        environment: ["BIGCOMMERCE_ACCESS_TOKEN": "wrong"]
      )
      #expect(drift.exitCode == 1)
      #expect(
        rehearsal.read("m.prom")?.contains("segplan_drift_check_success{store=\"\(RunningSimulator.storeHash)@loopback\"} 0\n")
          == true
      )
    }
  }

  @Test(arguments: ["slack", "teams", "json"])
  func `drift is posted without ids, and a check without drift posts nothing`(format: String) async throws {
    try await withWebhookReceiver { receiver in
      try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
        try rehearsal.declare(["A": Array(1...20)])
        #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
        let notify = ["drift", "--notify", "\(receiver.address)/hook", "--notify-format", format]
        #expect(try await rehearsal.segplan(notify).exitCode == 0)
        #expect(receiver.messages.isEmpty)
        try Self.meddle(rehearsal)
        #expect(try await rehearsal.segplan(notify).exitCode == 2)
        #expect(receiver.messages.map(\.path) == ["/hook"])
        let body = try #require(receiver.messages.first).body
        #expect(body.contains("1 member added"), "\(body)")
        #expect(!body.contains("0000-4000-8000"), "\(body)")
      }
    }
  }

  @Test(arguments: [500, 404]) func `a failed webhook does not change the exit status of drift`(status: Int) async throws {
    try await withWebhookReceiver(statuses: Array(repeating: status, count: 9)) { receiver in
      try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
        try rehearsal.declare(["A": Array(1...20)])
        #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
        try Self.meddle(rehearsal)
        let drift = try await rehearsal.segplan("drift", "--notify", "\(receiver.address)/s3cret")
        #expect(drift.exitCode == 2, "\(drift.errors)")
        #expect(drift.errors.contains("could not deliver the message to 127.0.0.1: it answered \(status)"), "\(drift.errors)")
        #expect(!drift.errors.contains("s3cret"))
      }
    }
  }

  @Test func `an invalid address is refused without being shown`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let drift = try await rehearsal.segplan("drift", environment: ["SEGPLAN_NOTIFY_URL": "http://hooks.example.com/T0KEN"])
      #expect(drift.exitCode == 1)
      #expect(drift.errors.contains("--notify is not a valid address"), "\(drift.errors)")
      #expect(!drift.errors.contains("T0KEN"))
      #expect(rehearsal.store.log.isEmpty)
    }
  }

  @Test func `no output of drift has an id if members are redacted`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(1...20)])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      try Self.meddle(rehearsal)
      for format in ["human", "json", "markdown"] {
        let reports = ["--report", "prometheus=m.prom", "--report", "json=d.json", "--report", "markdown=d.md"]
        let drift = try await rehearsal.segplan(["drift", "--redact-members", "--verbose", "--format", format] + reports)
        #expect(drift.exitCode == 2, "\(drift.errors)")
        let files = ["m.prom", "d.json", "d.md"].map { rehearsal.read($0) ?? "" }.joined()
        #expect(!(drift.output + drift.errors + files).contains("0000-4000-8000"), "\(drift.output)")
        #expect(drift.output.contains("id-"))
      }
    }
  }

  /// A port that was free a moment ago.
  private static func freePort() async throws -> Int {
    var port: Int?
    try await withWebhookReceiver { port = Int($0.address.split(separator: ":").last ?? "") }
    return try #require(port)
  }

  @Test func `a watch serves metrics and a page, reports drift once, and ends with 0 on SIGTERM`() async throws {
    let port = try await Self.freePort()
    try await withWebhookReceiver { receiver in
      try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
        try rehearsal.declare(["A": Array(1...20)])
        #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
        let arguments = [
          "watch", "--every", "1s", "--listen", "127.0.0.1:\(port)", "--notify", receiver.address, "--report",
          "prometheus=m.prom",
          "--report", "markdown=d.md",
        ]
        let outcome = try await rehearsal.segplan(arguments) { running in
          try await eventually("a first check") {
            rehearsal.read("m.prom")?.contains("segplan_segments_drifted{store=\"\(RunningSimulator.storeHash)@loopback\"} 0\n")
              == true
          }
          try Self.meddle(rehearsal)
          try await eventually("the drift shows") {
            rehearsal.read("m.prom")?.contains("segplan_segments_drifted{store=\"\(RunningSimulator.storeHash)@loopback\"} 1\n")
              == true
          }
          try await eventually("the message") { receiver.messages.count == 1 }
          let page = try await ChildProcess.run("curl", ["-si", "http://127.0.0.1:\(port)/"])
          #expect(page.output.lowercased().contains("content-type: text/html; charset=utf-8"), "\(page.output.prefix(500))")
          #expect(page.output.contains("<h1>segplan: the store has drifted</h1>"), "\(page.output.prefix(2_000))")
          try running.terminate()
        }
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("Listening on http://127.0.0.1:"), "\(outcome.output)")
        #expect(outcome.output.contains(" No drift. 1 segment checked"), "\(outcome.output)")
        #expect(outcome.output.contains(" Drift in 1 segment: 1 member added, 1 removed."), "\(outcome.output)")
        #expect(receiver.messages.count == 1, "told once, not at every check")
        #expect(rehearsal.read("d.md")?.contains("the store has drifted") == true)
      }
    }
  }

  @Test func `checks by a scheduler say each change of drift once, also that it has ended`() async throws {
    try await withWebhookReceiver { receiver in
      try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
        try rehearsal.declare(["A": Array(1...20)])
        #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
        let arguments = ["drift", "--notify", receiver.address, "--notify-format", "json"]
        #expect(try await rehearsal.segplan(arguments).exitCode == 0)
        #expect(receiver.messages.isEmpty)
        try Self.meddle(rehearsal)
        for _ in 1...2 { #expect(try await rehearsal.segplan(arguments).exitCode == 2) }
        #expect(receiver.messages.count == 1)
        #expect(rehearsal.read("segplan.state.messages.json") != nil)
        #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
        for _ in 1...2 { #expect(try await rehearsal.segplan(arguments).exitCode == 0) }
        #expect(receiver.messages.count == 2)
        #expect(receiver.messages.last?.body.contains("drift_ended") == true, "\(receiver.messages)")
      }
    }
  }

  @Test func `three failed checks in a row are said once, and that checks work again`() async throws {
    try await withWebhookReceiver { receiver in
      try await withRehearsal(profiles: 10, segments: ["A": [1]]) { rehearsal in
        try rehearsal.declare(["A": [1]])
        #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
        let arguments = ["drift", "--notify", receiver.address, "--notify-format", "json"]
        for _ in 1...4 {
          let failed = try await rehearsal.segplan(arguments, environment: ["BIGCOMMERCE_ACCESS_TOKEN": "wrong"])
          #expect(failed.exitCode == 1)
        }
        #expect(receiver.messages.count == 1)
        #expect(receiver.messages.first?.body.contains("checks_failing") == true, "\(receiver.messages)")
        #expect(receiver.messages.first?.body.contains("the store refused the access token") == true, "\(receiver.messages)")
        #expect(try await rehearsal.segplan(arguments).exitCode == 0)
        #expect(receiver.messages.last?.body.contains("checks_recovered") == true, "\(receiver.messages)")
      }
    }
  }

  @Test func `drift with --unapplied also shows declared changes, and exits with 2 for them`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(1...20)])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(try await rehearsal.segplan("drift", "--unapplied").exitCode == 0)
      try rehearsal.declare(["A": Array(2...22), "New": [1, 2]])
      #expect(try await rehearsal.segplan("drift").exitCode == 0)
      let shown = try await rehearsal.segplan("drift", "--unapplied")
      #expect(shown.exitCode == 2, "\(shown.errors)")
      #expect(
        shown.output == """
          Declared and not applied yet:
            ~ segment "A": 2 members to add, 1 member to remove
            ~ segment "New": create, 2 members to add

          No drift. 2 segments checked, 0 unmanaged. 5 declared changes of members are not applied yet. 1 segment to create, update or delete.

          """
      )
    }
  }

  @Test func `why explains a member, and diff compares two plans`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(1...20)])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      try Self.meddle(rehearsal)
      #expect(try await rehearsal.segplan("--out", "old.json").exitCode == 0)
      let came = try await rehearsal.segplan("why", "\(ShopperProfileID.numbered(77))", "--segment", "A")
      #expect(came.exitCode == 0, "\(came.errors)")
      #expect(came.output.contains("will be removed: added outside segapply\n"), "\(came.output)")
      let went = try await rehearsal.segplan("why", "\(ShopperProfileID.numbered(1))", "--segment", "A")
      #expect(went.output.contains("will be added: removed outside segapply, segments.yaml:6\n"), "\(went.output)")
      #expect(try await rehearsal.segplan("why", "nobody", "--segment", "A").exitCode == 64)
      #expect(try await rehearsal.segplan("why", "\(ShopperProfileID.numbered(1))", "--segment", "B").exitCode == 1)

      try rehearsal.declare(["A": Array(1...21)])
      #expect(try await rehearsal.segplan("--out", "new.json").exitCode == 0)
      let same = try await rehearsal.segplan("diff", "old.json", "old.json", "--detailed-exitcode")
      #expect(same.exitCode == 0)
      let diff = try await rehearsal.segplan("diff", "old.json", "new.json", "--detailed-exitcode")
      #expect(diff.exitCode == 2, "\(diff.errors)")
      #expect(diff.output.contains("+ 1 member more to add"), "\(diff.output)")
    }
  }
}
