import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// What a person at a terminal meets.
struct TerminalTests {
  private static func apply(
    _ rehearsal: Rehearsal,
    _ arguments: [String] = [],
    answers: String,
    environment: [String: String] = [:]
  ) async throws -> ChildProcess.Outcome {
    try await Program.segapply.run(
      arguments,
      in: rehearsal.folder,
      environment: rehearsal.environment.merging(["TERM": "xterm"]) { $1 }.merging(environment) { $1 },
      input: answers,
      hasTerminal: true
    )
  }

  @Test func `the answer yes applies the plan`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      let outcome = try await Self.apply(rehearsal, answers: "yes\n")
      #expect(outcome.exitCode == 0, "\(outcome.output)")
      #expect(outcome.output.contains("Apply these changes to the store"), "\(outcome.output)")
      #expect(outcome.output.contains("Apply complete"), "\(outcome.output)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered([1, 2]))
    }
  }

  @Test(arguments: ["y\n", "no\n", "\n", "YES\n", "yes please\n", ""])
  func `any answer except yes changes nothing and exits with 3`(answer: String) async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      let outcome = try await Self.apply(rehearsal, answers: answer)
      #expect(outcome.exitCode == 3, "\(outcome.output)")
      #expect(outcome.output.contains("Apply cancelled. Nothing was changed."), "\(outcome.output)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test(arguments: [("yes\nyes\n", 0 as Int32, true), ("yes\nno\n", 3, false)])
  func `deletions need a second confirmation`(answers: String, exit: Int32, isDeleted: Bool) async throws {
    try await withRehearsal(profiles: 10, segments: ["Old": [1]]) { rehearsal in
      try rehearsal.write("version: 1\nsegments: [{name: Old, ensure: absent}]\n", to: "old.yaml")
      let outcome = try await Self.apply(rehearsal, answers: answers)
      #expect(outcome.exitCode == exit, "\(outcome.output)")
      #expect(outcome.output.contains("Delete 1 segment? This cannot be undone."), "\(outcome.output)")
      #expect((rehearsal.store.store.segment(named: "Old") == nil) == isDeleted)
    }
  }

  @Test func `a terminal gets colour unless NO_COLOR is set`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      let colored = try await Self.apply(rehearsal, answers: "no\n")
      #expect(colored.output.contains("\u{1B}[32m+"))
      let plain = try await Self.apply(rehearsal, answers: "no\n", environment: ["NO_COLOR": "1"])
      // Drawing over a line is no colour.
      #expect(!plain.output.contains(/\u{1B}\[[0-9;]*m/))
    }
  }

  @Test func `Ctrl-C at the question changes nothing and exits with 130`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      let outcome = try await Program.segapply.run(
        [],
        in: rehearsal.folder,
        environment: rehearsal.environment.merging(["TERM": "xterm"]) { $1 },
        typedInput: "keyboard",
        hasTerminal: true
      ) { _ in
        try await eventually("the first request") { !rehearsal.store.log.isEmpty }
        // What Ctrl-C types; the terminal makes a signal of it.
        let typed = try await ChildProcess.run("bash", ["-c", #"printf '\003' > "$0""#, "\(rehearsal.folder)/keyboard"])
        #expect(typed.exitCode == 0)
      }
      #expect(outcome.exitCode == 130, "\(outcome.output)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func `a slow store shows the progress of reading on a line that disappears again`() async throws {
    let settings = SimulatorSettings(faults: [try FaultSpec("latency:ms=150")])
    try await withRehearsal(profiles: 6_000, segments: ["A": Array(1...6_000)], settings: settings) { rehearsal in
      try rehearsal.declare(["A": Array(1...6_000)])
      let environment = rehearsal.environment.merging(["TERM": "xterm"]) { $1 }
      let outcome = try await Program.segplan.run(
        ["--parallelism", "2"],
        in: rehearsal.folder,
        environment: environment,
        input: "",
        hasTerminal: true
      )
      #expect(outcome.exitCode == 0, "\(outcome.output)")
      #expect(outcome.output.contains(/\r\u{1B}\[KReading the store: [0-9,]+\/6,000 members\r\u{1B}\[K/), "\(outcome.output)")
      let quiet = try await Program.segplan.run(
        ["--quiet", "--parallelism", "2"],
        in: rehearsal.folder,
        environment: environment,
        input: "",
        hasTerminal: true
      )
      #expect(!quiet.output.contains("Reading the store"))
    }
  }
}
