import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

/// Ctrl-C and SIGTERM.
struct SignalTests {
  private static let declared = Array(1...2_000)

  private static func recordedMembers(_ rehearsal: Rehearsal) throws -> MemberSet {
    let bytes = try #require(FileManager.default.contents(atPath: "\(rehearsal.folder)/segplan.state.json"))
    return try StateCodec.decode(Array(bytes), location: "").segments.first?.members ?? .empty
  }

  @Test(arguments: [true, false])
  func `the first signal lets requests in flight end, writes the state, frees the lock and says what is left`(isInterrupt: Bool)
    async throws
  {
    try await withRehearsal(profiles: 3_000) { rehearsal in
      try rehearsal.declare(["A": Self.declared])
      rehearsal.store.simulator.setFaults([try FaultSpec("latency:ms=150,on=add")])
      let outcome = try await rehearsal.segapply("--auto-approve") { running in
        try await eventually("some additions") { rehearsal.store.membershipWrites.count >= 12 }
        if isInterrupt { try running.interrupt() } else { try running.terminate() }
      }
      #expect(outcome.exitCode == 130, "\(outcome.errors)")
      #expect(outcome.errors.contains("Stopping: requests in flight may end"), "\(outcome.errors)")
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

  @Test func `a second signal leaves at once, and the journal has what was acknowledged`() async throws {
    try await withRehearsal(profiles: 3_000) { rehearsal in
      try rehearsal.declare(["A": Self.declared])
      rehearsal.store.simulator.setFaults([try FaultSpec("latency:ms=400,on=add")])
      let outcome = try await rehearsal.segapply("--auto-approve") { running in
        try await eventually("some additions") { rehearsal.store.membershipWrites.count >= 15 }
        try running.interrupt()
        try await eventually("a stop") { rehearsal.store.log.filter { $0.status == nil }.count <= 10 }
        // Two signals of one kind that come together count once, so the second is of another kind.
        try running.terminate()
      }
      #expect(outcome.exitCode == 130, "\(outcome.errors)")
      #expect(!outcome.output.contains("Apply interrupted"), "\(outcome.output)")
      rehearsal.store.simulator.setFaults([])
      let next = try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0")
      #expect(next.exitCode == 0, "\(next.errors)")
      #expect(next.errors.contains("was cut off; its journal has"), "\(next.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(Self.declared))
      #expect(try Self.recordedMembers(rehearsal) == .numbered(Self.declared))
    }
  }

  @Test func `before the first change a signal ends the run at once, with nothing changed`() async throws {
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
