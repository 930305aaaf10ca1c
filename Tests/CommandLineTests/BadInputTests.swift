import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Everything that is wrong gets a clear error and changes nothing.
struct BadInputTests {
  @Test func `eight different mistakes give eight diagnostics, each at its line and column`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write(
        """
        version: 1
        defaults: {mode: authoritive}
        segments:
          - name: VIP customers
            memebers:
              - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234
          - name: Beta testers
            guardrails: {max_removals: 250%}
            members:
              - a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123
          - name: beta testers
            members: []
          - name: Wholesale
            name: Retail
            members:
            allow_empty: yes
        """,
        to: "bad.yaml"
      )
      let outcome = try await rehearsal.segplan("validate", "bad.yaml")
      #expect(outcome.exitCode == 1)
      try GoldenFile.expect(outcome.errors, is: "eight-mistakes.txt")
      #expect(rehearsal.store.log.isEmpty)
    }
  }

  @Test func `missing manifests, missing paths and bad YAML are reported without a request to the store`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      let none = try await rehearsal.segplan()
      #expect(none.exitCode == 1)
      #expect(none.errors.contains("there are no manifests in this folder"), "\(none.errors)")
      let missing = try await rehearsal.segapply("missing.yaml", "--auto-approve")
      #expect(missing.exitCode == 1)
      #expect(missing.errors.contains("there is no file \"missing.yaml\""), "\(missing.errors)")
      try rehearsal.write("version: 1\nsegments: [\n", to: "bad.yaml")
      let bad = try await rehearsal.segapply("--auto-approve")
      #expect(bad.exitCode == 1)
      #expect(bad.errors.hasPrefix("bad.yaml:3:1: error: this is not YAML"), "\(bad.errors)")
      #expect(rehearsal.store.log.isEmpty)
    }
  }

  @Test(arguments: [["--verbose"], ["--verbose", "--log-format", "json"], []])
  func `a wrong token is reported, and never shown`(arguments: [String]) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let secret = "c2VjcmV0LXRva2Vu"
      let environment = rehearsal.environment.merging(["BIGCOMMERCE_ACCESS_TOKEN": secret]) { $1 }
      let outcome = try await Program.segplan.run(arguments, in: rehearsal.folder, environment: environment)
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("the store refused the access token"), "\(outcome.errors)")
      #expect(!(outcome.output + outcome.errors).contains(secret))
    }
  }

  @Test func `a token with read-only scope gets a message with the scope that it lacks`() async throws {
    try await withRehearsal(profiles: 1, segments: ["A": []], settings: SimulatorSettings(scope: .readOnly)) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let outcome = try await rehearsal.segplan()
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("store_v2_customers"), "\(outcome.errors)")
      #expect(outcome.errors.contains("asks for even to list"), "\(outcome.errors)")
    }
  }

  @Test func `a missing store hash and a missing token are reported together`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let outcome = try await Program.segplan.run([], in: rehearsal.folder, environment: [:])
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("BIGCOMMERCE_STORE_HASH is not set"))
      #expect(outcome.errors.contains("neither BIGCOMMERCE_ACCESS_TOKEN nor BIGCOMMERCE_ACCESS_TOKEN_FILE is set"))
    }
  }

  @Test func `a token can come from a file`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      try rehearsal.write("\(rehearsal.store.token)\n", to: "token")
      let environment = rehearsal.environment.filter { $0.key != "BIGCOMMERCE_ACCESS_TOKEN" }
        .merging(["BIGCOMMERCE_ACCESS_TOKEN_FILE": "token"]) { $1 }
      let outcome = try await Program.segplan.run([], in: rehearsal.folder, environment: environment)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
  }

  @Test(arguments: ["http://example.com", "ftp://127.0.0.1", "nonsense"])
  func `plain http to another machine, and an invalid address, are refused`(address: String) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let outcome = try await rehearsal.segplan(environment: ["SEGPLAN_API_URL": address])
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("SEGPLAN_API_URL"), "\(outcome.errors)")
    }
  }

  @Test func `an unknown pinned id is reported with its place`() async throws {
    try await withRehearsal(profiles: 1, segments: ["A": [1]]) { rehearsal in
      let id = SegmentID.numbered(99)
      try rehearsal.write("version: 1\nsegments:\n  - {name: A, id: \(id), members: []}\n", to: "a.yaml")
      let outcome = try await rehearsal.segapply("--auto-approve")
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.hasPrefix("a.yaml:3:12: error: segment \"A\" pins the id \(id)"), "\(outcome.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func `a state that is corrupt, newer, or of another store stops plan and apply`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let good = try #require(rehearsal.read("segplan.state.json"))
      try rehearsal.declare(["A": [1, 2]])
      let writes = rehearsal.store.membershipWrites.count
      let newer = good.split(separator: "\"version\" : 2", omittingEmptySubsequences: false).joined(separator: "\"version\" : 99")
      for (text, words) in [(String(good.dropLast(20)), "is corrupt"), ("", "is corrupt"), (newer, "has format 99")] {
        try rehearsal.write(text, to: "segplan.state.json")
        for outcome in [try await rehearsal.segplan(), try await rehearsal.segapply("--auto-approve")] {
          #expect(outcome.exitCode == 1)
          #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
        #expect(rehearsal.read("segplan.state.json") == text)
      }
      try rehearsal.write(good, to: "segplan.state.json")
      let other = try await rehearsal.segapply("--auto-approve", environment: ["BIGCOMMERCE_STORE_HASH": "another"])
      #expect(other.exitCode == 1)
      #expect(other.errors.contains("belongs to the store"), "\(other.errors)")
      #expect(rehearsal.store.membershipWrites.count == writes)
    }
  }

  @Test(arguments: ["no/such/folder/state.json", "segments.yaml/state.json", "/proc/state.json"])
  func `a state that cannot be written is found before the first write to the store`(path: String) async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let outcome = try await rehearsal.segapply("--auto-approve", "--state", path)
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains(path), "\(outcome.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func `without a terminal and without --auto-approve, nothing is applied`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let outcome = try await rehearsal.segapply(input: "yes\n")
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("cannot ask for approval"), "\(outcome.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test(arguments: [
    ["--nonsense"], ["--parallelism", "11"], ["--parallelism", "0"], ["--max-removals", "x"], ["--lock-timeout", "1 day"],
  ])
  func `wrong usage exits with 64`(arguments: [String]) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      let outcome = try await Program.segapply.run(arguments, in: rehearsal.folder, environment: rehearsal.environment)
      #expect(outcome.exitCode == 64, "\(outcome.errors)")
    }
  }

  @Test func `guardrails stop a run before its first write, and report all findings at once`() async throws {
    let live = ["Emptied": [1, 2], "Halved": Array(1...20), "Gone": [3]]
    try await withRehearsal(profiles: 100, segments: live) { rehearsal in
      try rehearsal.declare(["Emptied": [], "Halved": Array(1...10)], guardrails: "25%")
      try rehearsal.write("version: 1\nsegments: [{name: Gone, ensure: absent}]\n", to: "gone.yaml")
      for outcome in [
        try await rehearsal.segplan("--max-changes", "5"),
        try await rehearsal.segapply("--auto-approve", "--max-changes", "5"),
      ] {
        #expect(outcome.exitCode == 3)
        for words in [
          "segment \"Emptied\" would be emptied: it would lose all 2 live members",
          "segment \"Halved\" would lose 10 of 20 live members (50 %); the limit is 25%",
          "segment \"Gone\" would be deleted with its 1 membership",
          "the run would make 14 changes; --max-changes is 5",
        ] {
          #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
      }
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }
}
