import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Members by customer when the store, the manifests or the people around them misbehave.
struct CustomerFaultTests {
  /// Segment A with these customers.
  private static func manifest(_ customers: some Sequence<Int>) -> String {
    "version: 1\ndefaults: {guardrails: {max_removals: 100%}}\nsegments:\n  - name: A\n    members:\n"
      + customers.map { "      - customer: \($0)\n" }.joined()
  }

  @Test(arguments: [
    "error:on=profiles,status=500,when=after,times=2", "error:on=profiles,status=409,times=1", "reset:on=profiles",
    "truncate:on=profiles", "html:on=profiles,status=200",
  ])
  func `after any failure of profile creation, each customer has one profile in the end`(_ fault: String) async throws {
    let settings = SimulatorSettings(faults: [try FaultSpec(fault)])
    try await withRehearsal(store: Store(customers: 60, withoutProfileEvery: 2), settings: settings) { rehearsal in
      try rehearsal.write(Self.manifest(1...60), to: "segments.yaml")
      let apply = try await rehearsal.segapply("--auto-approve")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      #expect(rehearsal.store.store.profileIDs.count == 60)
      #expect(rehearsal.store.members(ofSegmentNamed: "A").count == 60)
      #expect(try await rehearsal.segplan("--detailed-exitcode").exitCode == 0)
    }
  }

  @Test func `no mistake in a manifest shows an address`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write(
        """
        version: 1
        segments:
          - name: A
            members:
              - ada@example.com
              - emial: ada@example.com
              - {email: ada@example.com, expires: 2026-13-01}
              - {customer: ada@example.com}
              - {email: ada@example.com, customer: 1}

        """,
        to: "segments.yaml"
      )
      for format in ["human", "markdown", "github"] {
        let plan = try await rehearsal.segplan("--format", format, "-v", "--log-format", "json", "--report", "sarif=s.json")
        #expect(plan.exitCode == 1)
        let text = plan.output + plan.errors + (rehearsal.read("s.json") ?? "")
        #expect(text.contains("bad-day") || text.contains("2026-13-01"), "\(text)")
        // The advice has an address of its own, which is the one that is written here.
        let shown = text.replacing("- email: ada@example.com", with: "")
        #expect(!shown.contains("ada@example.com"), "\(shown)")
      }
    }
  }

  @Test func `an import into a folder that already declares everything says so in one note`() async throws {
    let segments = Dictionary(uniqueKeysWithValues: (1...12).map { ("S\($0)", [$0]) })
    try await withRehearsal(profiles: 12, segments: segments) { rehearsal in
      #expect(try await rehearsal.segplan("import", "config").output.hasPrefix("Imported 12 segments with 12 members"))
      let again = try await rehearsal.segplan("import", "config")
      #expect(again.exitCode == 0)
      #expect(again.output == "Imported 0 segments with 0 members into \"config\".\n")
      #expect(again.errors.contains("12 segments that are already declared are left out"), "\(again.errors)")
      #expect(again.errors.contains("and 2 more"), "\(again.errors)")
      let nowhere = try await rehearsal.segplan("import", "")
      #expect(nowhere.exitCode == 64)
    }
  }

  @Test func `an import with --force declares no segment twice`() async throws {
    try await withRehearsal(profiles: 2, segments: ["Old": [1], "Other": [2]]) { rehearsal in
      #expect(try await rehearsal.segplan("import", "config").exitCode == 0)
      let id = try #require(rehearsal.store.store.segment(named: "Old")).id
      let changes = [SegmentChange(id: id, name: "New")]
      _ = try rehearsal.store.simulator.edit { store in try store.updateSegments(changes) }
      let refused = try await rehearsal.segplan("import", "config", "--force")
      #expect(refused.exitCode == 1)
      #expect(refused.errors.contains("config/old.yaml:3:"), "\(refused.errors)")
      #expect(refused.errors.contains("\"New\" would be declared twice"), "\(refused.errors)")
      #expect(rehearsal.read("config/new.yaml") == nil)
      #expect(try await rehearsal.segplan("import", "config", "--force", "--segment", "Other").exitCode == 0)
    }
  }

  @Test func `a file with variables may be among the manifests`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write("version: 1\nsegments: [{name: \"${TIER}\", members: []}]\n", to: "segments.yaml")
      try rehearsal.write("TIER: gold\n", to: "variables.yaml")
      let plan = try await rehearsal.segplan("--var-file", "variables.yaml")
      #expect(plan.exitCode == 0, "\(plan.errors)")
      #expect(plan.output.contains("\"gold\""), "\(plan.output)")
    }
  }
}
