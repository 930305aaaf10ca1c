import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Results that go to a stream and not to a file.
struct OutputPlaceTests {
  /// Runs a line of bash in which `$segplan` is the program.
  private static func bash(_ line: String, _ rehearsal: Rehearsal) async throws -> ChildProcess.Outcome {
    let variables = rehearsal.environment.map { "\($0.key)=\($0.value)" } + ["segplan=\(Program.segplan.path)"]
    return try await ChildProcess.run("env", ["-C", rehearsal.folder] + variables + ["bash", "-c", line])
  }

  private static func withPlan(_ body: (Rehearsal) async throws -> Void) async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      try await body(rehearsal)
    }
  }

  @Test(arguments: [
    "$segplan --report json=-", "$segplan --report json=/dev/stdout", "$segplan --report json=/dev/fd/1",
    "$segplan --report json=/dev/stdout | cat", "ln -s /dev/stdout link && $segplan --report json=link",
    "$segplan --report json=/dev/stdout > file && cat file", "$segplan --out - | cat", "$segplan --out /dev/stdout",
    "$segplan drift --report json=-; true",
  ])
  func `a report on standard output is alone there, and the rest goes to standard error`(line: String) async throws {
    try await Self.withPlan { rehearsal in
      let outcome = try await Self.bash(line, rehearsal)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.output.first == "{" && outcome.output.hasSuffix("}\n"), "\(outcome.output)")
      #expect(outcome.errors.contains("1 segment"), "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    "mkfifo pipe && (cat pipe > copy &) && $segplan --report json=pipe && sleep 0.2 && cat copy",
    "$segplan --report json=>(cat > copy) && sleep 0.5 && cat copy",
    "$segplan --out >(cat > copy) && sleep 0.5 && cat copy",
    "$segplan --report json=/dev/stderr 2>&1 >/dev/null", "exec 7> copy && $segplan --report json=/dev/fd/7 && cat copy",
  ])
  func `pipes and open descriptors are written directly`(line: String) async throws {
    try await Self.withPlan { rehearsal in
      let outcome = try await Self.bash(line, rehearsal)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("\"configuration_digest\""), "\(outcome.output)")
    }
  }

  @Test(arguments: ["$segplan --report json=/dev/null --out /dev/null", "$segplan --report json=>(true)"])
  func `a device, or a reader that has ended, is not an error`(line: String) async throws {
    try await Self.withPlan { rehearsal in
      let outcome = try await Self.bash(line, rehearsal)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(FileManager.default.fileExists(atPath: "/dev/null"))
    }
  }

  @Test(arguments: ["plan --report json", "plan --report gitlab", "drift --report json", "drift --report markdown"])
  func `a pipe that gets no report is closed`(command: String) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.write("version: 1\nsegments: [{}]\n", to: "a.yaml")
      let outcome = try await Self.bash(
        "mkfifo pipe; timeout 60 cat pipe & $segplan \(command)=pipe; code=$?; wait $! && exit $code",
        rehearsal
      )
      #expect(outcome.exitCode == 1, "\(outcome.errors)")
      #expect(outcome.output.isEmpty, "\(outcome.output)")
    }
  }

  @Test(arguments: ["$segplan --report json=/dev/fd/9", "$segplan --out /dev/fd/0 < /dev/null"])
  func `a descriptor that is not writable is found before any request to the store`(line: String) async throws {
    try await Self.withPlan { rehearsal in
      let outcome = try await Self.bash(line, rehearsal)
      #expect(outcome.exitCode == 1, "\(outcome.errors)")
      #expect(rehearsal.store.log.isEmpty)
    }
  }

  @Test func `output whose reader has ended does not stop a run with a signal`() async throws {
    try await Self.withPlan { rehearsal in
      let outcome = try await Self.bash("$segplan schema | true; exit ${PIPESTATUS[0]}", rehearsal)
      #expect(outcome.exitCode == 0)
    }
  }
}
