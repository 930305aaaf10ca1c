import FoundationEssentials
import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Plans that are saved, reviewed, and applied later.
struct SavedPlanTests {
  @Test func `a saved plan is applied without asking, and a second time there is nothing to do`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(3...60)])
      #expect(try await rehearsal.segplan("--out", "plan.json").exitCode == 0)
      let show = try await rehearsal.segplan("show", "plan.json")
      #expect(show.exitCode == 0)
      #expect(show.output.contains("40 members to add, 2 to remove"), "\(show.output)")
      let apply = try await rehearsal.segapply("plan.json")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(3...60))
      let again = try await rehearsal.segapply("plan.json")
      #expect(again.exitCode == 0, "\(again.errors)")
      #expect(again.output.contains("No changes."), "\(again.output)")
    }
  }

  @Test func `a saved plan keeps the warnings of planning`() async throws {
    try await withRehearsal(profiles: 100) { rehearsal in
      for file in 1...4 { try rehearsal.write("\(ShopperProfileID.numbered(file))\n", to: "crm/\(file).txt") }
      try rehearsal.write("version: 1\nsegments: [{name: VIP, members_from: [{file: crm/*.txt}]}]\n", to: "segments.yaml")
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      try FileManager.default.removeItem(atPath: rehearsal.folder + "/crm/4.txt")
      let words = "segment \"VIP\" no longer finds a file that the last apply read: \"crm/4.txt\""
      let plan = try await rehearsal.segplan("--out", "plan.json")
      #expect(plan.errors.contains("segments.yaml:2:") && plan.errors.contains(words), "\(plan.errors)")
      let show = try await rehearsal.segplan("show", "plan.json")
      #expect(show.errors.contains("segments.yaml:2:") && show.errors.contains(words), "\(show.errors)")
      let page = try await rehearsal.segplan("show", "plan.json", "--format", "markdown")
      #expect(page.output.contains("no longer finds a file"), "\(page.output)")
      let json = try await rehearsal.segplan("--format", "json", "--redact-members")
      #expect(json.output.contains("\"list-file-missing\""), "\(json.output)")
      let problems = try await SchemaCheck.problems(of: [Array(json.output.utf8)], schema: "redacted-plan.schema.json")
      #expect(problems.isEmpty, "\(problems)")
      let apply = try await rehearsal.segapply("plan.json")
      #expect(apply.exitCode == 0 && apply.errors.contains(words), "\(apply.errors)")
    }
  }

  @Test func `a foreign change makes the plan stale, and --accept-drift does only what the plan lists`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(3...30)])
      #expect(try await rehearsal.segplan("--out", "plan.json").exitCode == 0)
      let id = try #require(rehearsal.store.store.segment(named: "A")).id
      rehearsal.store.simulator.edit { store in _ = store.insertMembers([.numbered(77)], into: id) }
      let writes = rehearsal.store.membershipWrites.count

      let refused = try await rehearsal.segapply("plan.json")
      #expect(refused.exitCode == 3)
      #expect(refused.errors.contains("the plan for segment \"A\" is stale"), "\(refused.errors)")
      #expect(refused.errors.contains("20 members when it was made, 21 now"), "\(refused.errors)")
      #expect(rehearsal.store.membershipWrites.count == writes)

      let accepted = try await rehearsal.segapply("plan.json", "--accept-drift")
      #expect(accepted.exitCode == 0, "\(accepted.errors)")
      // The stranger is not in the plan, so it stays.
      #expect(rehearsal.store.members(of: id) == .numbered(Array(3...30) + [77]))
    }
  }

  @Test func `an apply of manifests continues only with the expected plan`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(3...30)])
      let planned = try await rehearsal.segplan("--out", "plan.json", "--report", "dotenv=plan.env")
      let variables = try #require(rehearsal.read("plan.env"))
      let line = try #require(variables.split(separator: "\n").first { $0.hasPrefix("SEGPLAN_PLAN_ID=") })
      let id = String(line.dropFirst("SEGPLAN_PLAN_ID=".count))
      #expect(planned.output.contains("Plan id: \(id)\n"), "\(planned.output)")
      for wrong in [
        ["--expect-plan", "p-12"], ["--compare", "plan.json"], ["plan.json", "--expect-plan", id],
        ["plan.json", "--approved", "github"],
        ["--expect-plan", id, "--approved", "gitlab"], ["--publish", "gitea"], ["--publish", "github", "--publish-name", "a--b"],
      ] {
        let usage = try await rehearsal.segapply(wrong)
        #expect(usage.exitCode == 64, "\(usage.errors)")
      }
      let elsewhere = try await rehearsal.segapply("--approved", "github")
      #expect(elsewhere.exitCode == 1, "\(elsewhere.errors)")
      #expect(
        elsewhere.errors.contains("this is not a GitHub Actions job") && elsewhere.errors.contains("GITHUB_TOKEN"),
        "\(elsewhere.errors)"
      )
      let otherID = "p-" + String(repeating: "0", count: 64)
      let mistaken = try await rehearsal.segapply("--expect-plan", otherID, "--compare", "plan.json")
      #expect(mistaken.exitCode == 1, "\(mistaken.errors)")
      #expect(mistaken.errors.contains("plan.json is not the approved plan: its id is \(id)"), "\(mistaken.errors)")
      try rehearsal.declare(["A": Array(3...31)])
      let shown = try await rehearsal.segapply("--expect-plan", id)
      #expect(shown.exitCode == 3, "\(shown.output)")
      #expect(shown.errors.contains("the plan is not the approved one: its id is p-"), "\(shown.errors)")
      #expect(shown.output.contains("11 members to add, 2 to remove"), "\(shown.output)")
      let compared = try await rehearsal.segapply("--expect-plan", id, "--compare", "plan.json")
      #expect(compared.exitCode == 3 && compared.output.contains("1 member more to add"), "\(compared.output)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
      try rehearsal.declare(["A": Array(3...30)])
      let applied = try await rehearsal.segapply("--expect-plan", id)
      #expect(applied.exitCode == 0, "\(applied.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(3...30))
    }
  }

  @Test func `an edited plan, a plan for another store, and a file that is not a plan are refused`() async throws {
    try await withRehearsal(profiles: 100) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      #expect(try await rehearsal.segplan("--out", "plan.json").exitCode == 0)
      let text = try #require(rehearsal.read("plan.json"))
      let edited = text.split(separator: "\(ShopperProfileID.numbered(2))", omittingEmptySubsequences: false)
        .joined(separator: "\(ShopperProfileID.numbered(3))")
      try rehearsal.write(edited, to: "edited.json")
      try rehearsal.write("{}", to: "other.json")
      let tampered = try await rehearsal.segapply("edited.json")
      #expect(tampered.exitCode == 1)
      #expect(tampered.errors.contains("was changed after it was written"), "\(tampered.errors)")
      let other = try await rehearsal.segapply("other.json")
      #expect(other.exitCode == 1)
      #expect(other.errors.contains("is not a plan file"), "\(other.errors)")
      let elsewhere = try await rehearsal.segapply("plan.json", environment: ["BIGCOMMERCE_STORE_HASH": "another"])
      #expect(elsewhere.exitCode == 1)
      #expect(elsewhere.errors.contains("the plan is for the store"), "\(elsewhere.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func `an older plan does not record a segment again that state rm removed`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(1...20)])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      try rehearsal.declare(["A": Array(1...21)])
      #expect(try await rehearsal.segplan("--out", "plan.json").exitCode == 0)
      #expect(try await rehearsal.segplan("state", "rm", "A").exitCode == 0)
      let refused = try await rehearsal.segapply("plan.json")
      #expect(refused.exitCode == 3)
      #expect(refused.errors.contains("its record has changed since"), "\(refused.errors)")
    }
  }

  @Test func `a plan file states until when it is valid, and --plan-ttl shortens this`() async throws {
    try await withRehearsal(profiles: 100) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      let planned = try await rehearsal.segplan("--out", "plan.json", "--plan-ttl", "1s")
      #expect(planned.errors.contains("valid until"), "\(planned.errors)")
      try await Task.sleep(for: .seconds(2))
      let late = try await rehearsal.segapply("plan.json")
      #expect(late.exitCode == 3)
      #expect(late.errors.contains("the plan was valid until"), "\(late.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func `a forged plan file cannot empty a segment, and show warns about its limits`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(1...19)], guardrails: "25%")
      #expect(try await rehearsal.segplan("--out", "plan.json").exitCode == 0)
      let made = try PlanCodec.decode(Array(try #require(rehearsal.read("plan.json")).utf8), file: "plan.json")
      let segment = made.segments[0]
      let forged = SegmentPlan(
        name: segment.name,
        change: segment.change,
        mode: segment.mode,
        add: .empty,
        remove: .numbered(1...20),
        live: segment.live,
        desiredCount: 0,
        limits: SegmentLimits(DeclaredLimits(removals: .percent(100)), allowsEmpty: true)
      )
      let bytes = try PlanCodec.encode(Plan(header: made.header, segments: [forged], unmanagedCount: 0), guardrails: [])
      try rehearsal.write(String(decoding: bytes, as: UTF8.self), to: "forged.json")
      let show = try await rehearsal.segplan("show", "forged.json")
      #expect(
        show.errors.contains("the plan file's own limits do not count: max_removals 100% (25% holds), allow_empty"),
        "\(show.errors)"
      )
      let applied = try await rehearsal.segapply("forged.json")
      #expect(applied.exitCode == 3)
      #expect(applied.errors.contains("would be emptied"), "\(applied.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...20))
    }
  }

  @Test func `a saved plan follows the limits of the manifests, or those of the command line without manifests`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(11...20)], guardrails: "60%")
      let manifest = try #require(rehearsal.read("segments.yaml"))
      #expect(try await rehearsal.segplan("--out", "plan.json").exitCode == 0)
      try rehearsal.write("", to: "segments.yaml")
      let stopped = try await rehearsal.segapply("plan.json")
      #expect(stopped.exitCode == 3)
      #expect(stopped.errors.contains("--max-removals 60%"), "\(stopped.errors)")
      #expect(stopped.errors.contains("--manifests PATH"), "\(stopped.errors)")
      try rehearsal.write(manifest, to: "declared/a.yaml")
      let applied = try await rehearsal.segapply("plan.json", "--manifests", "declared")
      #expect(applied.exitCode == 0, "\(applied.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(11...20))
    }
  }

  @Test func `with --manifests, other manifests than those of the plan stop the run and show the difference`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20)]) { rehearsal in
      try rehearsal.declare(["A": Array(3...30)])
      #expect(try await rehearsal.segplan("--out", "plan.json").exitCode == 0)
      try rehearsal.declare(["A": Array(3...31)])
      let writes = rehearsal.store.membershipWrites.count
      let words = "the manifests are not those that the plan was made from: the plan differs in \"A\""
      let refused = try await rehearsal.segapply("plan.json", "--manifests", "segments.yaml")
      #expect(refused.exitCode == 3)
      #expect(refused.errors.contains(words), "\(refused.errors)")
      #expect(refused.output.contains("From the approved plan to the plan as it is now:"), "\(refused.output)")
      #expect(refused.output.contains("1 member more to add"), "\(refused.output)")
      let events = try await rehearsal.segapply("plan.json", "--manifests", "segments.yaml", "--format", "json")
      #expect(events.exitCode == 3)
      #expect(events.output.contains("\"code\":\"plan-other-manifests\""), "\(events.output)")
      #expect(events.output.contains("\"members_to_add\":11"), "\(events.output)")
      #expect(events.output.contains("\"exit_status\":3"), "\(events.output)")
      #expect(rehearsal.store.membershipWrites.count == writes)
      // Without the option, the manifests in the folder only supply guardrails.
      #expect(try await rehearsal.segapply("plan.json").exitCode == 0)
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(3...30))
    }
  }

  @Test func `the advice after planning names the manifests and variables that the apply needs`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A eu": Array(1...20)]) { rehearsal in
      let members = (11...20).map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", ")
      try rehearsal.write(
        "version: 1\nvars: {R: us}\nsegments: [{name: 'A ${R}', guardrails: {max_removals: 60%}, members: [\(members)]}]\n",
        to: "declared/a.yaml"
      )
      let planned = try await rehearsal.segplan("declared", "--var", "R=eu", "--out", "plan.json")
      #expect(planned.errors.contains("segapply plan.json --manifests declared --var R=eu\n"), "\(planned.errors)")
      let other = try await rehearsal.segapply("plan.json", "--manifests", "declared")
      #expect(other.exitCode == 3 && other.errors.contains("plan was made from"), "\(other.errors)")
      let applied = try await rehearsal.segapply("plan.json", "--manifests", "declared", "--var", "R=eu")
      #expect(applied.exitCode == 0, "\(applied.errors)")
    }
  }
}
