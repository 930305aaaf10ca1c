import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

/// Locks that are taken away, and states that cannot be written.
struct LostLockTests {
  @Test(arguments: [StatePlace.Kind.http, .gitLab])
  func `a lock that is lost during a run is noticed before the state is written`(kind: StatePlace.Kind) async throws {
    let clock = HoldingClock()
    let settings = SimulatorSettings(faults: [try FaultSpec("latency:ms=1,on=add,after=5")], clock: SimulatorClock(clock))
    try await withRehearsal(stateAt: kind, profiles: 1_000, settings: settings) { rehearsal, place in
      let server = try #require(place.server)
      try rehearsal.declare(["A": Array(1...500)])
      let outcome = try await rehearsal.segapply("--auto-approve", environment: place.environment) { _ in
        try await eventually("an addition") { !rehearsal.store.membershipWrites.isEmpty }
        let id = try #require(server.lockID())
        let freed = try await rehearsal.segplan("unlock", "-f", id, environment: place.environment)
        #expect(freed.exitCode == 0, "\(freed.errors)")
        clock.open()
      }
      #expect(outcome.exitCode == 5, "\(outcome.errors)")
      #expect(outcome.errors.contains("this run lost its lock"), "\(outcome.errors)")
      let files = try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)
      let saved = try #require(files.first { $0.hasPrefix("errored.segplan.") })
      #expect(outcome.errors.contains("segplan state push \(saved)"), "\(outcome.errors)")
      #expect(try await place.document(rehearsal)?.segments.isEmpty ?? true)
      #expect(server.lockID() == nil)
      #expect(files.contains { $0.hasSuffix(".journal") })

      // The way back that the message names.
      let pushed = try await rehearsal.segplan("state", "push", saved, environment: place.environment)
      #expect(pushed.exitCode == 0, "\(pushed.errors)")
      let next = try await rehearsal.segapply("--auto-approve", environment: place.environment)
      #expect(next.exitCode == 0, "\(next.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...500))
      #expect(try await place.document(rehearsal)?.segments.map(\.members) == [.numbered(1...500)])
      let left = try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)
      #expect(!left.contains { $0.hasSuffix(".journal") }, "\(left)")
    }
  }

  @Test func `a state that the server refuses after the changes is saved, and the next run recovers by itself`() async throws {
    try await withRehearsal(stateAt: .http) { rehearsal, place in
      let server = try #require(place.server)
      try rehearsal.declare(["A": [1, 2]])
      let outcome = try await rehearsal.refusingLastWrite(on: server) {
        try await rehearsal.segapply("--auto-approve", environment: place.environment)
      }
      #expect(outcome.exitCode == 5, "\(outcome.errors)")
      #expect(outcome.errors.contains("does not accept a state as large"), "\(outcome.errors)")
      let files = try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)
      let saved = try #require(files.first { $0.hasPrefix("errored.segplan.") }.flatMap { rehearsal.read($0) })
      let document = try StateCodec.decode(Array(saved.utf8), location: "saved")
      #expect(document.segments.map(\.members) == [.numbered([1, 2])])

      let next = try await rehearsal.segapply("--auto-approve", environment: place.environment)
      #expect(next.exitCode == 0, "\(next.errors)")
      // A journal does not say where members come from, so that part of the record differs.
      let recorded = try #require(try await place.document(rehearsal)).segments
      #expect(recorded.map(\.id) == document.segments.map(\.id))
      #expect(recorded.map(\.members) == document.segments.map(\.members))
    }
  }

  @Test(arguments: [400, 409, 423])
  func `a lock that cannot be released is reported, and the run does not succeed`(status: Int) async throws {
    try await withRehearsal(stateAt: .http) { rehearsal, place in
      let server = try #require(place.server)
      try rehearsal.declare(["A": [1]])
      server.fail("UNLOCK", .status(status, body: "not today"))
      let outcome = try await rehearsal.segapply("--auto-approve", environment: place.environment)
      #expect(outcome.exitCode == 5, "\(outcome.errors)")
      #expect(outcome.errors.contains("not today"), "\(outcome.errors)")
      let id = try #require(server.lockID())
      #expect(outcome.errors.contains("segplan unlock \(id) --state '\(server.origin)/"), "\(outcome.errors)")
      #expect(outcome.output.contains("Apply complete"), "\(outcome.output)")
      #expect(try await place.document(rehearsal)?.serial == 1)
    }
  }

  @Test
  func `unlock shows the holder and asks for confirmation`() async throws {
    try await withRehearsal(stateAt: .http) { rehearsal, place in
      let server = try #require(place.server)
      try rehearsal.declare(["A": [1]])
      server.fail("UNLOCK", .status(400))
      _ = try await rehearsal.segapply("--auto-approve", environment: place.environment)
      let id = try #require(server.lockID())
      for (answer, exit, isLocked) in [("no\n", 3 as Int32, true), ("yes\n", 0, false)] {
        let outcome = try await Program.segplan.run(
          ["unlock", id],
          in: rehearsal.folder,
          environment: rehearsal.environment.merging(place.environment) { $1 },
          input: answer,
          hasTerminal: true
        )
        #expect(outcome.exitCode == exit, "\(outcome.output)")
        #expect(outcome.output.contains("is locked by"), "\(outcome.output)")
        #expect((server.lockID() != nil) == isLocked)
      }
    }
  }
}
