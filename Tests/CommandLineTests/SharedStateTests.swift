import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

/// A state that several people and pipelines share, at every place that can keep one.
@Suite(.serialized)
struct SharedStateTests {
  @Test(arguments: StatePlace.Kind.allCases)
  func `plan and apply work with every kind of state, and show no secret`(kind: StatePlace.Kind) async throws {
    try await withRehearsal(stateAt: kind, segments: ["A": Array(1...100)]) { rehearsal, place in
      try rehearsal.declare(["A": Array(50...300)])
      let plan = try await rehearsal.segplan("--verbose", "--out", "plan.json", environment: place.environment)
      #expect(plan.exitCode == 0, "\(plan.errors)")
      let apply = try await rehearsal.segapply("--verbose", "plan.json", environment: place.environment)
      #expect(apply.exitCode == 0, "\(apply.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(50...300))
      let document = try #require(try await place.document(rehearsal))
      #expect(document.serial == 1)
      #expect(document.segments.map(\.members) == [.numbered(50...300)])
      let again = try await rehearsal.segapply("--auto-approve", environment: place.environment)
      #expect(again.output.contains("No changes."), "\(again.output)")
      #expect(try await place.document(rehearsal) == document)
      for outcome in [plan, apply, again] { place.expectDiscretion(outcome) }
      let files = try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)
      #expect(!files.contains { $0.contains("journal") }, "\(files)")
      #expect(files.contains("segplan.state.json") == (kind == .local))
    }
  }

  @Test(arguments: StatePlace.Kind.allCases)
  func `two simultaneous applies wait for each other, and each raises the serial by one`(kind: StatePlace.Kind) async throws {
    try await withRehearsal(stateAt: kind) { rehearsal, place in
      for (name, numbers) in ["A": "1", "B": "2"] {
        let member = ShopperProfileID.numbered(Int(numbers) ?? 0)
        try rehearsal.write("version: 1\nsegments: [{name: \(name), members: [\(member)]}]\n", to: "\(name).yaml")
      }
      let outcomes = try await withThrowingTaskGroup(of: ChildProcess.Outcome.self) { group in
        for file in ["A.yaml", "B.yaml"] {
          group.addTask {
            try await rehearsal.segapply(file, "--auto-approve", "--lock-timeout", "60s", environment: place.environment)
          }
        }
        return try await group.reduce(into: [ChildProcess.Outcome]()) { $0.append($1) }
      }
      #expect(outcomes.map(\.exitCode) == [0, 0], "\(outcomes.map(\.errors))")
      let document = try #require(try await place.document(rehearsal))
      #expect(document.serial == 2)
      #expect(document.segments.map(\.name) == ["A", "B"])
    }
  }

  @Test(arguments: StatePlace.Kind.allCases)
  func `the lock of a killed run is free at once, or stays until someone releases it`(kind: StatePlace.Kind) async throws {
    let clock = HoldingClock()
    // Five additions are answered, the sixth is not.
    let settings = SimulatorSettings(faults: [try FaultSpec("latency:ms=1,on=add,after=5")], clock: SimulatorClock(clock))
    try await withRehearsal(stateAt: kind, profiles: 3_000, settings: settings) { rehearsal, place in
      try rehearsal.declare(["A": Array(1...2_000)])
      let ids = Mailbox<String>()
      // The store has room for others: it takes ten requests at once.
      let killed = try await rehearsal.segapply("--auto-approve", "--parallelism", "5", environment: place.environment) {
        running in
        try await eventually("some additions") { rehearsal.store.membershipWrites.count >= 10 }
        let second = try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0", environment: place.environment)
        #expect(second.exitCode == 4, "\(second.errors)")
        #expect(second.errors.contains("is locked by"), "\(second.errors)")
        #expect(second.errors.contains("lock id "), "\(second.errors)")
        place.expectDiscretion(second)
        ids.put(Self.lockID(in: second.errors))
        let plan = try await rehearsal.segplan("--detailed-exitcode", environment: place.environment)
        #expect(plan.exitCode == 2, "\(plan.errors)")
        // Terraform's protocol has no way to ask.
        if place.server == nil { #expect(plan.errors.contains("an apply is running"), "\(plan.errors)") }
        try running.kill()
      }
      #expect(killed.exitCode == nil)
      clock.open()
      let id = try #require(ids.take())

      if place.isServer {
        let blocked = try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0", environment: place.environment)
        #expect(blocked.exitCode == 4, "\(blocked.errors)")
        // GitLab does not give back what a run says of itself.
        let advice = kind == .gitLab ? "segplan unlock \(id)" : "(segapply, process"
        #expect(blocked.errors.contains(advice), "\(blocked.errors)")
        #expect(blocked.errors.contains("which has ended") == (kind != .gitLab), "\(blocked.errors)")
        let wrong = try await rehearsal.segplan("unlock", "-f", "another-id", environment: place.environment)
        #expect(wrong.exitCode == 1)
        #expect(wrong.errors.contains("has the id \(id)"), "\(wrong.errors)")
        let unasked = try await rehearsal.segplan("unlock", id, environment: place.environment)
        #expect(unasked.exitCode == 1)
        #expect(unasked.errors.contains("cannot ask for confirmation"), "\(unasked.errors)")
        // Where it is certain that the holder has ended, the lock needs no name.
        let name = kind == .gitLab ? ["--force", id] : []
        let freed = try await rehearsal.segplan(["unlock"] + name, environment: place.environment)
        #expect(freed.exitCode == 0, "\(freed.errors)")
        for outcome in [blocked, wrong, unasked, freed] { place.expectDiscretion(outcome) }
      }
      let free = try await rehearsal.segplan("unlock", "-f", id, environment: place.environment)
      #expect(free.exitCode == 1)
      #expect(free.errors.contains("is not locked"), "\(free.errors)")

      let next = try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0", environment: place.environment)
      #expect(next.exitCode == 0, "\(next.errors)")
      #expect(next.errors.contains("was cut off; its journal has"), "\(next.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...2_000))
      // One for the journal of the run that died, one for what was left.
      #expect(try await place.document(rehearsal)?.serial == 2)
    }
  }

  @Test(arguments: StatePlace.Kind.servers)
  func `planning works with read-only credentials, and applying says which right is missing`(kind: StatePlace.Kind) async throws {
    try await withRehearsal(stateAt: kind) { rehearsal, place in
      try rehearsal.declare(["A": [1]])
      #expect(try await rehearsal.segapply("--auto-approve", environment: place.environment).exitCode == 0)
      try rehearsal.declare(["A": [1, 2]])
      let plan = try await rehearsal.segplan("--detailed-exitcode", environment: place.readOnly)
      #expect(plan.exitCode == 2, "\(plan.errors)")
      let writes = rehearsal.store.membershipWrites.count
      let apply = try await rehearsal.segapply("--auto-approve", environment: place.readOnly)
      #expect(apply.exitCode == 1)
      #expect(apply.errors.contains("does not allow this"), "\(apply.errors)")
      #expect(rehearsal.store.membershipWrites.count == writes)
      place.expectDiscretion(apply)
    }
  }

  @Test(arguments: StatePlace.Kind.servers)
  func `a wrong secret gives a clear error, and is not shown`(kind: StatePlace.Kind) async throws {
    try await withRehearsal(stateAt: kind) { rehearsal, place in
      try rehearsal.declare(["A": [1]])
      let wrong = "d3JvbmctYnV0LXNlY3JldA"
      let environment = place.environment.merging(["SEGPLAN_HTTP_PASSWORD": wrong, "AWS_SECRET_ACCESS_KEY": wrong]) { $1 }
        .filter { kind == .s3 || !$0.key.hasPrefix("AWS") }
      for outcome in [
        try await rehearsal.segplan("--verbose", environment: environment),
        try await rehearsal.segapply("--auto-approve", "--verbose", "--log-format", "json", environment: environment),
      ] {
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("refused the credentials"), "\(outcome.errors)")
        #expect(!(outcome.output + outcome.errors).contains(wrong))
      }
      #expect(rehearsal.store.membershipWrites.isEmpty)
    }
  }

  @Test(arguments: StatePlace.Kind.servers)
  func `the state moves to a server, and push stores a state from a failed apply`(kind: StatePlace.Kind) async throws {
    try await withRehearsal(stateAt: kind) { rehearsal, place in
      try rehearsal.declare(["A": [1], "B": [2]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let local = try #require(rehearsal.read("segplan.state.json"))
      let target = try #require(place.environment["SEGPLAN_STATE"])
      let credentials = place.environment.filter { $0.key != "SEGPLAN_STATE" }
      let moved = try await rehearsal.segplan("state", "mv", target, environment: credentials)
      #expect(moved.exitCode == 0, "\(moved.errors)")
      let pulled = try await rehearsal.segplan("state", "pull", environment: place.environment)
      #expect(pulled.output == local)

      let removed = try await rehearsal.segplan("state", "rm", "A", environment: place.environment)
      #expect(removed.exitCode == 0, "\(removed.errors)")
      #expect(try await place.document(rehearsal)?.segments.map(\.name) == ["B"])
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered([1]))

      // The local one is older now.
      let refused = try await rehearsal.segplan("state", "push", "segplan.state.json", environment: place.environment)
      #expect(refused.exitCode == 1)
      #expect(refused.errors.contains("has the serial 2, but the given state has 1"), "\(refused.errors)")
      let job = place.environment.merging(["GITLAB_CI": "true", "GITLAB_USER_LOGIN": "grace"]) { $1 }
      let forced = try await rehearsal.segplan("state", "push", "-f", "segplan.state.json", environment: job)
      #expect(forced.exitCode == 0, "\(forced.errors)")
      let document = try #require(try await place.document(rehearsal))
      #expect(document.serial == 3)
      #expect(document.who == "grace in GitLab CI")
      #expect(document.segments.map(\.name) == ["A", "B"])
    }
  }
}

extension SharedStateTests {
  /// The id in `lock id …`.
  static func lockID(in text: String) -> String? {
    text.firstMatch(of: /lock id ([0-9a-f-]{36})/).map { String($0.1) }
  }
}
