import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// The rules in `examples/policy`, evaluated with rego-cpp, not with Conftest or OPA.
struct PolicyTests {
  private static let example = "\(RepositoryRoot.path)/examples/policy"

  /// The messages of all rules about a file, sorted.
  private static func denials(of path: String) async throws -> [String] {
    let outcome = try await Python.run(["-c", script, "\(example)/rules", path])
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").map(String.init).sorted()
  }

  private static let script = """
    import json, pathlib, sys
    from regopy import Interpreter
    rego = Interpreter()
    for rule in pathlib.Path(sys.argv[1]).glob("*.rego"):
        rego.add_module(rule.name, rule.read_text())
    rego.set_input(json.load(open(sys.argv[2])))
    for message in rego.query("data.main.deny").results[0].expressions[0]:
        print(message)
    """

  @Test(
    arguments: [
      ("wholesale-passes", []), ("wholesale-fails", ["Wholesale EU loses 11 members; this policy allows 10"]),
      ("deletions-passes", []),
      ("deletions-fails", ["VIP changes in a plan that deletes segments; delete them in a plan of its own"]),
    ] as [(String, [String])]
  )
  func `each plan of the example breaks only the rule that its name says`(name: String, denials: [String]) async throws {
    let path = "\(Self.example)/plans/\(name).json"
    #expect(try await Self.denials(of: path) == denials)
    let plan = try #require(FileManager.default.contents(atPath: path))
    #expect(try await SchemaCheck.problems(of: [Array(plan)], schema: "plan.schema.json").isEmpty)
    // segplan recomputes the digest.
    let shown = try await Program.segplan.run(["show", path], in: Self.example, environment: [:])
    #expect(shown.exitCode == 0, "\(shown.errors)")
  }

  @Test func `the rules judge plans that segplan makes, also redacted ones`() async throws {
    let members = Array(1...15)
    try await withRehearsal(profiles: 20, segments: ["Wholesale EU": members, "Trial": [1], "wholesale": members]) { rehearsal in
      try rehearsal.declare(["Wholesale EU": Array(2...16), "Trial": [1], "wholesale": Array(11...15)])
      #expect(try await rehearsal.segplan("segments.yaml", "--report", "json=good.json").exitCode == 0)
      #expect(try await Self.denials(of: "\(rehearsal.folder)/good.json") == [])

      let id = try #require(rehearsal.store.store.segment(named: "Wholesale EU")).id
      let kept = (12...15).map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", ")
      try rehearsal.write(
        """
        version: 1
        defaults: {guardrails: {max_removals: 100%}}
        segments:
          - {name: Trial, members: [\(ShopperProfileID.numbered(1))]}
          - {name: Partners, id: \(id), members: [\(kept)]}
          - {name: wholesale, ensure: absent}
        """,
        to: "segments.yaml"
      )
      for options in [[], ["--redact-members"]] {
        let planned = try await rehearsal.segplan(["segments.yaml", "--report", "json=bad.json"] + options)
        #expect(planned.exitCode == 0, "\(planned.errors)")
        #expect(
          try await Self.denials(of: "\(rehearsal.folder)/bad.json") == [
            "Partners changes in a plan that deletes segments; delete them in a plan of its own",
            "Wholesale EU loses 11 members; this policy allows 10",
            "wholesale loses 15 members; this policy allows 10",
          ]
        )
      }
    }
  }

  @Test(arguments: ["{}", "[]", #"{"version": 2, "segments": []}"#])
  func `the rules deny a file that is not a plan`(text: String) async throws {
    try await withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/input.json"))
      #expect(try await Self.denials(of: "\(folder)/input.json") == ["the file is not a plan of format 3"])
    }
  }
}
