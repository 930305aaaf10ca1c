import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// What people see, held as files.
struct OutputTests {
  @Test(arguments: [
    (Program.segplan, ["--help"], "help-segplan.txt"),
    (.segplan, ["plan", "--help"], "help-segplan-plan.txt"),
    (.segplan, ["validate", "--help"], "help-segplan-validate.txt"),
    (.segplan, ["fmt", "--help"], "help-segplan-fmt.txt"),
    (.segplan, ["init", "--help"], "help-segplan-init.txt"),
    (.segplan, ["schema", "--help"], "help-segplan-schema.txt"),
    (.segplan, ["show", "--help"], "help-segplan-show.txt"),
    (.segplan, ["drift", "--help"], "help-segplan-drift.txt"),
    (.segplan, ["watch", "--help"], "help-segplan-watch.txt"),
    (.segplan, ["why", "--help"], "help-segplan-why.txt"), (.segplan, ["list", "--help"], "help-segplan-list.txt"),
    (.segplan, ["diff", "--help"], "help-segplan-diff.txt"),
    (.segplan, ["state", "list", "--help"], "help-segplan-state-list.txt"),
    (.segplan, ["state", "pull", "--help"], "help-segplan-state-pull.txt"),
    (.segplan, ["state", "push", "--help"], "help-segplan-state-push.txt"),
    (.segplan, ["state", "mv", "--help"], "help-segplan-state-mv.txt"),
    (.segplan, ["state", "rm", "--help"], "help-segplan-state-rm.txt"),
    (.segplan, ["unlock", "--help"], "help-segplan-unlock.txt"),
    (.segapply, ["--help"], "help-segapply.txt"),
    (.segsim, ["--help"], "help-segsim.txt"),
  ])
  func `help covers every command and option`(program: Program, arguments: [String], golden: String) async throws {
    try await withTemporaryFolder { folder in
      let outcome = try await program.run(arguments, in: folder, environment: ["COLUMNS": "80"])
      #expect(outcome.exitCode == 0)
      try GoldenFile.expect(outcome.output, is: golden)
    }
  }

  @Test(arguments: [Program.segplan, .segapply, .segsim])
  func `every program prints its version, its commit and Swift's version`(program: Program) async throws {
    try await withTemporaryFolder { folder in
      let outcome = try await program.run(["--version"], in: folder, environment: [:])
      #expect(outcome.exitCode == 0)
      #expect(
        outcome.output.wholeMatch(of: /\d+\.\d+\.\d+(-\w+)? \((working copy|[0-9a-f]{40}), Swift \d+\.\d+\)\n/) != nil,
        "\(outcome.output)"
      )
    }
  }

  @Test func `a plan matches the golden file`() async throws {
    let live = ["Beta testers": Array(1...12), "Old": [4, 5], "Same": [9], "Unmanaged": [1]]
    try await withRehearsal(profiles: 100, segments: live) { rehearsal in
      try rehearsal.declare(["Beta testers": Array(3...40), "New": [1, 2], "Same": [9]])
      try rehearsal.write("version: 1\nsegments: [{name: Old, ensure: absent}]\n", to: "old.yaml")
      let outcome = try await rehearsal.segplan("--allow-delete")
      #expect(outcome.exitCode == 0)
      try GoldenFile.expect(outcome.output.replacing(rehearsal.folder, with: "FOLDER"), is: "plan.txt")
      let all = try await rehearsal.segplan("--all-members", "--color", "always")
      try GoldenFile.expect(all.output.replacing(rehearsal.folder, with: "FOLDER"), is: "plan-all-members-color.txt")
    }
  }

  @Test func `logs go to standard error and the result to standard output`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let plain = try await rehearsal.segplan("--format", "json")
      let verbose = try await rehearsal.segplan("--format", "json", "--verbose", "--log-format", "json")
      #expect(plain.output.hasPrefix("{"))
      #expect(verbose.output.hasPrefix("{"))
      #expect(verbose.errors.contains("\"path\":\"/segments\""), "\(verbose.errors)")
      #expect(!(plain.errors + verbose.errors + verbose.output).contains(rehearsal.store.token))
    }
  }

  @Test(arguments: ["human", "json"])
  func `an apply whose output is lost on a full disk exits with 5, because it made changes`(format: String) async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let variables = rehearsal.environment.map { "\($0.key)=\($0.value)" }
      let outcome = try await ChildProcess.run(
        "bash",
        ["-c", #"cd "$0" && exec env "$@" >/dev/full"#, rehearsal.folder] + variables
          + [Program.segapply.path, "--auto-approve", "--format", format]
      )
      #expect(outcome.exitCode == 5, "\(outcome.errors)")
      #expect(outcome.errors.contains("No space left on device"), "\(outcome.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered([1]))
    }
  }

  @Test func `state list and state show print the recorded segments`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [2, 1], "B": []])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let list = try await rehearsal.segplan("state", "list")
      #expect(list.exitCode == 0)
      #expect(list.output.contains("A") && list.output.contains("B"), "\(list.output)")
      let show = try await rehearsal.segplan("state", "show", "A")
      #expect(show.output.contains("\(ShopperProfileID.numbered(1))\n\(ShopperProfileID.numbered(2))"), "\(show.output)")
      let unknown = try await rehearsal.segplan("state", "show", "AA")
      #expect(unknown.exitCode == 1)
    }
  }
}
