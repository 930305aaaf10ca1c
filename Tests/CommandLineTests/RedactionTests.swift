import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// `--redact-members`: nothing that a run prints or writes has an id, an email or a customer number of its input.
struct RedactionTests {
  /// What may not stand anywhere, whatever its case.
  private static func leaks(_ text: String, _ secrets: [String]) -> [String] {
    let text = text.lowercased()
    return secrets.filter { text.contains($0.lowercased()) }
  }

  @Test func `no output of any command has an id of the input`() async throws {
    try await withRehearsal(profiles: 60, segments: ["Friends of ada@example.com": Array(1...20), "Gone": [7]]) { rehearsal in
      let friends = try #require(rehearsal.store.store.segment(named: "Friends of ada@example.com")).id
      let members = (3...40).map { "      - \(ShopperProfileID.numbered($0))\n" }.joined()
      try rehearsal.write(
        """
        version: 1
        defaults: {guardrails: {max_removals: 100%}}
        segments:
          - name: Friends of ada@example.com
            id: \(friends)
            description: Ask bob@example.org
            members:
        \(members)      - \(ShopperProfileID.numbered(3))
          - name: Gone
            ensure: absent

        """,
        to: "segments.yaml"
      )
      let profiles = (1...60).map { "\(ShopperProfileID.numbered($0))" }
      let segments = rehearsal.store.store.segments.map { "\($0.id)" }
      let secrets = profiles + segments + ["ada@", "bob@", "example.com", "example&#46;com", "example.org"]
      let redact = ["--redact-members", "--allow-delete"]
      var texts: [String: String] = [:]

      for format in ["human", "json", "markdown", "github"] {
        let workflow = [
          "GITHUB_STEP_SUMMARY": "\(rehearsal.folder)/summary.out", "GITHUB_OUTPUT": "\(rehearsal.folder)/output.out",
        ]
        let reports = ["markdown", "json", "gitlab", "codequality", "junit", "sarif"].flatMap { ["--report", "\($0)=\($0).out"] }
        let plan = try await rehearsal.segplan(
          ["--format", format, "--verbose", "--all-members"] + redact + reports,
          environment: workflow
        )
        #expect(plan.exitCode == 0, "\(plan.errors)")
        texts["\(format) output"] = plan.output
        texts["\(format) errors"] = plan.errors
        #expect(plan.output.contains("id-") || format == "github", "\(plan.output)")
      }
      for file in ["markdown", "json", "gitlab", "codequality", "junit", "sarif", "summary", "output"] {
        texts[file] = rehearsal.read("\(file).out")
      }
      let json = Array(try #require(texts["json"]).utf8)
      let problems = try await SchemaCheck.problems(of: [json], schema: "redacted-plan.schema.json")
      #expect(problems.isEmpty, "\(problems)")
      #expect(texts["json"]?.contains("state_place") == false)
      let refused = try await rehearsal.segapply("json.out")
      #expect(refused.exitCode == 1)
      #expect(refused.errors.contains("was printed with --redact-members"), "\(refused.errors)")

      let apply = try await rehearsal.segapply(["--auto-approve", "--verbose"] + redact)
      #expect(apply.exitCode == 0, "\(apply.errors)")
      texts["apply"] = apply.output + apply.errors
      let state = try await rehearsal.segplan("state", "show", "Friends of ada@example.com", "--redact-members")
      #expect(state.exitCode == 0, "\(state.errors)")
      texts["state"] = state.output + state.errors
      texts["list"] = try await rehearsal.segplan("state", "list", "--redact-members").output

      for (name, text) in texts {
        #expect(Self.leaks(text, secrets).isEmpty, "\(name): \(Self.leaks(text, secrets)) in\n\(text)")
      }
      // Else the question was put wrongly.
      #expect(!Self.leaks(try await rehearsal.segplan("state", "list").output, secrets).isEmpty)
    }
  }

  @Test func `mistakes are reported without the mistaken value`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write(
        """
        version: 1
        segments:
          - name: A
            members:
              - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a12345
              - ada@example.com
              - 45270001
              - {customer: 45280001}
              - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
              - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234

        """,
        to: "segments.yaml"
      )
      for format in ["human", "github", "markdown"] {
        let plan = try await rehearsal.segplan("--redact-members", "--format", format, "--report", "sarif=s.json")
        #expect(plan.exitCode == 1)
        let text = plan.output + plan.errors + (rehearsal.read("s.json") ?? "")
        #expect(Self.leaks(text, ["8b7d6f9a", "ada@", "example", "45270001", "45280001"]).isEmpty, "\(text)")
        #expect(text.contains("segments.yaml"), "the place stays")
      }
    }
  }

  @Test func `hashes are the same in several runs only with a salt`() async throws {
    try await withRehearsal(profiles: 5) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      func plan(_ salt: String) async throws -> String {
        try await rehearsal.segplan(["--redact-members"], environment: ["SEGPLAN_REDACTION_SALT": salt]).output
      }
      let salted = try await plan("secret")
      #expect(try await plan("secret") == salted)
      #expect(try await plan("other") != salted)
      #expect(try await plan("") != plan(""))
    }
  }
}
