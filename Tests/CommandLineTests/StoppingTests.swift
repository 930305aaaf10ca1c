import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

/// Signals while the store or the server of the state does not answer.
///
/// Whoever sends them kills the process seconds later.
@Suite(.serialized)
struct StoppingTests {
  private static let declared = Array(1...1_000)

  /// Applies with the state on a server, and begins to send signals when the store has stopped answering.
  private static func apply(
    _ arguments: String...,
    fault: String = "latency:ms=15000,on=add,after=5",
    signals: @Sendable @escaping (Program.Running, StateServer) async throws -> Void,
    check: @Sendable (ChildProcess.Outcome, Duration, Rehearsal, StatePlace) async throws -> Void
  ) async throws {
    try await withRehearsal(stateAt: .http, profiles: 1_000) { rehearsal, place in
      try rehearsal.declare(["A": declared])
      rehearsal.store.simulator.setFaults([try FaultSpec(fault)])
      let began = Mailbox<ContinuousClock.Instant>()
      let outcome = try await Program.segapply.run(
        ["--auto-approve"] + arguments,
        in: rehearsal.folder,
        environment: rehearsal.environment.merging(place.environment) { $1 }
      ) { running in
        try await eventually("additions without an answer") { rehearsal.store.membershipWrites.count >= 15 }
        began.put(.now)
        try await signals(running, try #require(place.server))
      }
      let duration = ContinuousClock.now - (try #require(began.take()))
      rehearsal.store.simulator.setFaults([])
      try await check(outcome, duration, rehearsal, place)
    }
  }

  /// Everything acknowledged is in the state, the lock is free, and no journal is left.
  private static func expectSettled(
    _ outcome: ChildProcess.Outcome,
    _ rehearsal: Rehearsal,
    _ place: StatePlace
  ) async throws {
    #expect(outcome.exitCode == 130, "\(outcome.errors)")
    #expect(outcome.output.contains("Apply interrupted"), "\(outcome.output)")
    #expect(place.server?.lockID() == nil)
    let document = try #require(try await place.document(rehearsal))
    let recorded = document.segments.first?.members ?? .empty
    #expect(recorded.count >= 250)
    #expect(recorded.subtracting(rehearsal.store.members(ofSegmentNamed: "A")).isEmpty)
    let files = try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)
    #expect(files == ["segments.yaml"], "\(files)")
  }

  @Test(arguments: [
    "latency:ms=15000,on=add,after=5", "latency:ms=3600000,on=add,after=5", "drip:bytes=1,pause=1000,on=add,after=5",
  ])
  func `after one signal, a run ends before GitHub and Docker kill it, whatever the store does`(fault: String) async throws {
    try await Self.apply(fault: fault) { running, _ in
      try running.interrupt()
    } check: { outcome, duration, rehearsal, place in
      #expect(duration < .seconds(7.5))
      try await Self.expectSettled(outcome, rehearsal, place)
    }
  }

  @Test func `--grace sets how long requests may take to end`() async throws {
    try await Self.apply("--grace", "0") { running, _ in
      try running.terminate()
    } check: { outcome, duration, rehearsal, place in
      #expect(duration < .seconds(4))
      try await Self.expectSettled(outcome, rehearsal, place)
    }
  }

  @Test func `two signals within 0.2 s are one request to stop`() async throws {
    try await Self.apply(fault: "latency:ms=2000,on=add,after=5") { running, _ in
      try running.interrupt()
      try await Task.sleep(for: .milliseconds(100))
      try running.interrupt()
      try running.hangUp()
    } check: { outcome, _, rehearsal, place in
      try await Self.expectSettled(outcome, rehearsal, place)
      // Requests in flight were waited for.
      #expect(rehearsal.store.log.allSatisfy { $0.status != nil })
    }
  }

  @Test func `a second signal ends the wait for the store, but not the write of the state or the release of the lock`()
    async throws
  {
    try await Self.apply("--grace", "10m") { running, _ in
      try running.interrupt()
      try await Task.sleep(for: .milliseconds(600))
      try running.terminate()
    } check: { outcome, duration, rehearsal, place in
      #expect(duration < .seconds(5))
      try await Self.expectSettled(outcome, rehearsal, place)
    }
  }

  @Test func `a third signal ends the process, and the next run continues from the journal`() async throws {
    try await Self.apply("--grace", "10m") { running, server in
      server.fail("POST", .silence)
      for _ in 1...3 {
        try running.interrupt()
        try await Task.sleep(for: .milliseconds(500))
      }
    } check: { outcome, duration, rehearsal, place in
      #expect(duration < .seconds(5))
      #expect(outcome.exitCode == 130, "\(outcome.errors)")
      #expect(!outcome.output.contains("Apply interrupted"), "\(outcome.output)")
      // The holder is dead, and ran here.
      let freed = try await rehearsal.segplan("unlock", environment: place.environment)
      #expect(freed.exitCode == 0, "\(freed.errors)")
      let next = try await rehearsal.segapply("--auto-approve", environment: place.environment)
      #expect(next.exitCode == 0, "\(next.errors)")
      #expect(next.errors.contains("was cut off; its journal has"), "\(next.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(Self.declared))
    }
  }

  @Test func `a stopped run writes the state without checking the lock, and does not wait for the read-back`() async throws {
    try await Self.apply("--grace", "0") { running, server in
      for _ in 1...5 {
        server.fail("LOCK", .silence)
        server.fail("GET", .proper, .silence)
      }
      try running.interrupt()
    } check: { outcome, duration, rehearsal, place in
      #expect(duration < .seconds(5))
      #expect(!outcome.errors.contains("was not written"), "\(outcome.errors)")
      place.server?.heal()
      try await Self.expectSettled(outcome, rehearsal, place)
    }
  }

  @Test(arguments: ["POST", "UNLOCK", "GET"])
  func `a state server that does not answer delays a stop only by seconds`(method: String) async throws {
    try await Self.apply("--grace", "1s") { running, server in
      for _ in 1...5 { server.fail(method, .silence) }
      try running.interrupt()
    } check: { outcome, duration, rehearsal, place in
      // With the standard grace time this is under the 10 s that Docker and GitHub give.
      #expect(duration < .seconds(6))
      #expect(outcome.output.contains("Apply interrupted"), "\(outcome.output)")
      #expect(outcome.errors.contains("did not answer within"), "\(outcome.errors)")
      let files = try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)
      if method == "UNLOCK" {
        let id = try #require(place.server?.lockID())
        #expect(outcome.errors.contains("segplan unlock \(id)"), "\(outcome.errors)")
        #expect(files == ["segments.yaml"], "\(files)")
      } else {
        #expect(outcome.exitCode == 5, "\(outcome.errors)")
        #expect(place.server?.lockID() == nil)
        #expect(files.contains { $0.hasPrefix("errored.") } && files.contains { $0.hasSuffix(".journal") }, "\(files)")
      }
    }
  }

  @Test func `a signal during the request for the lock ends the run, and the message names the lock`() async throws {
    try await withRehearsal(stateAt: .http) { rehearsal, place in
      let server = try #require(place.server)
      try rehearsal.declare(["A": [1]])
      for _ in 1...5 { server.fail("LOCK", .silence) }
      let outcome = try await rehearsal.segapply("--auto-approve", environment: place.environment) { running in
        try await eventually("the request for a lock") { !server.log.isEmpty }
        try running.interrupt()
      }
      #expect(outcome.exitCode == 130, "\(outcome.errors)")
      #expect(outcome.errors.contains("segplan unlock "), "\(outcome.errors)")
      #expect(rehearsal.store.log.isEmpty)
    }
  }
}
