import FoundationEssentials
import StoreSimulator
import TestSupport
import Testing

/// The first process of a container, to which the kernel's defaults for signals do not apply.
struct FirstProcessTests {
  @Test(arguments: [
    ["plan"], ["drift"], ["import", "out"], ["why", "00000000-0000-4000-8000-000000000001", "--segment", "A"], ["watch"],
  ])
  func `SIGTERM ends every command within a second, also as the first process of a container`(arguments: [String]) async throws {
    let outcome = try await FirstProcess.stopped(by: "TERM", .segplan, arguments)
    #expect(outcome.exitCode == (arguments == ["watch"] ? 0 : 130), "\(outcome.errors)")
    #expect(outcome.duration < .seconds(1.5))
  }

  @Test(arguments: ["HUP", "QUIT", "INT"])
  func `SIGHUP, SIGQUIT and SIGINT do the same as SIGTERM, without a backtrace`(signal: String) async throws {
    for (program, arguments) in [(Program.segapply, ["--auto-approve"]), (.segplan, ["plan"])] {
      let outcome = try await FirstProcess.stopped(by: signal, program, arguments)
      #expect(outcome.exitCode == 130, "\(outcome.errors)")
      #expect(!outcome.errors.lowercased().contains("backtrace"), "\(outcome.errors)")
      #expect(outcome.duration < .seconds(1.5))
    }
  }
}

/// Runs programs as process 1 of a namespace of their own.
private enum FirstProcess {
  struct Outcome {
    let exitCode: Int32?
    let errors: String
    /// From the signal to the end.
    let duration: Duration
  }

  /// Runs the program against a store that does not answer, and sends it a signal when it waits for the store.
  static func stopped(by signal: String, _ program: Program, _ arguments: [String]) async throws -> Outcome {
    let outcome = Mailbox<Outcome>()
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      rehearsal.store.simulator.setFaults([try FaultSpec("latency:ms=30000,on=any")])
      let script = #"""
        cd "$0" && signal=$1 && shift
        "$@" & parent=$!
        until [ -e go ]; do sleep 0.02; done
        kill -s "$signal" $(cat /proc/$parent/task/$parent/children)
        wait $parent
        """#
      let environment = rehearsal.environment.map { "\($0.key)=\($0.value)" }
      let command =
        environment + ["bash", "-c", script, rehearsal.folder, signal] + ChildProcess.unshare
        + ["--pid", "--fork", "--mount-proc", program.path] + arguments
      async let ended = ChildProcess.run("env", command)
      try await eventually("a request") { !rehearsal.store.log.isEmpty }
      let start = ContinuousClock.now
      try rehearsal.write("", to: "go")
      let child = try await ended
      outcome.put(Outcome(exitCode: child.exitCode, errors: child.errors, duration: ContinuousClock.now - start))
    }
    return try #require(outcome.take())
  }
}
