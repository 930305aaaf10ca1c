import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

/// Ctrl-C, SIGTERM and the like.
struct SignalTests {
  private static let declared = Array(1...2_000)

  private static func recordedMembers(_ rehearsal: Rehearsal) throws -> MemberSet {
    let bytes = try #require(FileManager.default.contents(atPath: "\(rehearsal.folder)/segplan.state.json"))
    return try StateCodec.decode(Array(bytes), location: "").segments.first?.members ?? .empty
  }

  enum StopSignal: String, CaseIterable, Sendable {
    case interrupt, terminate, hangUp, quit

    func send(to running: Program.Running) throws {
      switch self {
      case .interrupt: try running.interrupt()
      case .terminate: try running.terminate()
      case .hangUp: try running.hangUp()
      case .quit: try running.quit()
      }
    }
  }

  @Test(arguments: StopSignal.allCases)
  func `the first signal lets requests end, writes the state, releases the lock and reports the rest`(signal: StopSignal)
    async throws
  {
    try await withRehearsal(profiles: 3_000) { rehearsal in
      try rehearsal.declare(["A": Self.declared])
      rehearsal.store.simulator.setFaults([try FaultSpec("latency:ms=150,on=add")])
      let outcome = try await rehearsal.segapply("--auto-approve") { running in
        try await eventually("some additions") { rehearsal.store.membershipWrites.count >= 12 }
        try signal.send(to: running)
      }
      #expect(outcome.exitCode == 130, "\(outcome.errors)")
      #expect(outcome.errors.contains("Stopping: no new requests, waiting for those in flight"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("Backtrace"), "\(outcome.errors)")
      #expect(outcome.output.contains("Apply interrupted: 1 segment created"), "\(outcome.output)")
      #expect(outcome.output.contains("left to do"), "\(outcome.output)")

      let members = rehearsal.store.members(ofSegmentNamed: "A")
      #expect(members.count >= 50 && members.count < 2_000)
      // All that was sent was waited for, and is in the state.
      #expect(rehearsal.store.log.allSatisfy { $0.status != nil })
      #expect(try Self.recordedMembers(rehearsal) == members)
      let files = try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)
      #expect(!files.contains { $0.hasSuffix(".journal") })

      rehearsal.store.simulator.setFaults([])
      let next = try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0")
      #expect(next.exitCode == 0, "\(next.errors)")
      #expect(!next.errors.contains("cut off"), "\(next.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(Self.declared))
    }
  }

  @Test func `a signal before the first change ends the run at once, and nothing is changed`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      rehearsal.store.simulator.setFaults([try FaultSpec("latency:ms=30000,on=segments")])
      let outcome = try await rehearsal.segapply("--auto-approve") { running in
        try await eventually("the first request") { !rehearsal.store.log.isEmpty }
        try running.interrupt()
      }
      #expect(outcome.exitCode == 130, "\(outcome.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
      rehearsal.store.simulator.setFaults([])
      #expect(try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0").exitCode == 0)
    }
  }
}
