import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

/// One state, however it is named, and one name for each.
struct StatePlaceTests {
  private static func files(_ rehearsal: Rehearsal, _ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(rehearsal.folder)/\(folder)").sorted()
  }

  private static func link(_ rehearsal: Rehearsal, _ name: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(rehearsal.folder)/\(name)",
      withDestinationPath: destination
    )
  }

  private static func apply(_ rehearsal: Rehearsal, in folder: String, _ arguments: [String] = []) async throws
    -> ChildProcess.Outcome
  {
    try await Program.segapply.run(
      ["--auto-approve", "--lock-timeout", "0"] + arguments,
      in: "\(rehearsal.folder)/\(folder)",
      environment: rehearsal.environment
    )
  }

  @Test func `two folders that link to one state file share one lock, one journal and one state`() async throws {
    let clock = HoldingClock()
    let settings = SimulatorSettings(faults: [try FaultSpec("latency:ms=1,on=add,after=5")], clock: SimulatorClock(clock))
    try await withRehearsal(profiles: 1_000, settings: settings) { rehearsal in
      for (folder, name) in [("a", "A"), ("b", "B")] {
        let members = (1...500).map { "      - \(ShopperProfileID.numbered($0))\n" }.joined()
        try rehearsal.write("version: 1\nsegments:\n  - name: \(name)\n    members:\n\(members)", to: "\(folder)/segments.yaml")
        // One absolute, one relative, and neither leads to a file yet.
        try Self.link(
          rehearsal,
          "\(folder)/segplan.state.json",
          to: folder == "a" ? "\(rehearsal.folder)/one.json" : "../one.json"
        )
      }
      async let first = Self.apply(rehearsal, in: "a")
      try await eventually("additions") { rehearsal.store.membershipWrites.count >= 10 }
      let second = try await Self.apply(rehearsal, in: "b")
      #expect(second.exitCode == 4, "\(second.errors)")
      #expect(try Self.files(rehearsal, ".").contains("one.json.journal"))
      clock.open()
      #expect(try await first.exitCode == 0)
      #expect(try await Self.apply(rehearsal, in: "b").exitCode == 0)
      #expect(try Self.files(rehearsal, "a") == ["segments.yaml", "segplan.state.json"])
      #expect(try Self.files(rehearsal, ".") == ["a", "b", "one.json", "one.json.backup", "one.json.lock"])
      let state = try StateCodec.decode(Array((rehearsal.read("one.json") ?? "").utf8), location: "")
      #expect(state.segments.map(\.name) == ["A", "B"])
    }
  }

  @Test(arguments: ["./segplan.state.json", "link.json", "folder/segplan.state.json"])
  func `moving a state to its own location is refused`(destination: String) async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      try Self.link(rehearsal, "link.json", to: "segplan.state.json")
      try Self.link(rehearsal, "folder", to: ".")
      let state = rehearsal.read("segplan.state.json")
      let moved = try await rehearsal.segplan("state", "mv", destination, "--lock-timeout", "60s")
      #expect(moved.exitCode == 1)
      #expect(moved.errors.contains("source and destination are the same state"), "\(moved.errors)")
      #expect(rehearsal.read("segplan.state.json") == state)
    }
  }

  @Test func `a signal ends the wait for the lock of the destination`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      try rehearsal.declare(["A": [1]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      try rehearsal.write("", to: "other.json.lock")
      try await ChildProcess.killed(
        "flock",
        ["-x", "\(rehearsal.folder)/other.json.lock", "sh", "-c", "echo ready; exec tail -f /dev/null"],
        whenReady: {
          let moved = try await rehearsal.segplan(["state", "mv", "other.json", "--lock-timeout", "60s"]) { running in
            try await eventually("the lock of the source") { rehearsal.read("segplan.state.json.lock")?.isEmpty == false }
            try running.terminate()
          }
          #expect(moved.exitCode == 130, "\(moved.errors)")
          #expect(!moved.errors.contains("server"), "\(moved.errors)")
        },
        afterKill: {}
      )
      #expect(rehearsal.read("other.json") == nil)
    }
  }

  @Test func `a hard-linked state is refused before the first change`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      #expect(try await Self.apply(rehearsal, in: ".").exitCode == 0)
      let state = "\(rehearsal.folder)/segplan.state.json"
      try FileManager.default.linkItem(atPath: state, toPath: "\(rehearsal.folder)/other.json")
      try rehearsal.declare(["A": [1, 2]])
      let writes = rehearsal.store.membershipWrites.count
      let refused = try await Self.apply(rehearsal, in: ".")
      #expect(refused.exitCode == 1, "\(refused.errors)")
      #expect(refused.errors.contains("has another name"), "\(refused.errors)")
      #expect(rehearsal.store.membershipWrites.count == writes)
      // What a crash between the backup and the write leaves is none of that.
      try FileManager.default.removeItem(atPath: "\(rehearsal.folder)/other.json")
      try? FileManager.default.removeItem(atPath: state + ".backup")
      try FileManager.default.linkItem(atPath: state, toPath: state + ".backup")
      #expect(try await Self.apply(rehearsal, in: ".").exitCode == 0)
    }
  }

  @Test(arguments: [("segments", "."), (".", "segments"), (".", "segments/deep")])
  func `a run in another folder than the previous one stops until --state names the state`(before: String, now: String)
    async throws
  {
    try await withRehearsal(profiles: 10) { rehearsal in
      for folder in ["segments", "segments/deep"] {
        let name = folder == "segments" ? "A" : "B"
        try rehearsal.write(
          "version: 1\nsegments: [{name: \(name), members: [\(ShopperProfileID.numbered(1))]}]\n",
          to: "\(folder)/\(name).yaml"
        )
      }
      #expect(try await Self.apply(rehearsal, in: before).exitCode == 0)
      let requests = rehearsal.store.log.count
      let stopped = try await Self.apply(rehearsal, in: now)
      #expect(stopped.exitCode == 1, "\(stopped.errors)")
      let place = before == "." ? "\(rehearsal.folder)/segplan.state.json" : "\(rehearsal.folder)/segments/segplan.state.json"
      #expect(stopped.errors.contains("--state '\(place)'"), "\(stopped.errors)")
      #expect(rehearsal.store.log.count == requests)
      let list = try await Program.segplan.run(
        ["state", "list"],
        in: "\(rehearsal.folder)/\(now)",
        environment: rehearsal.environment
      )
      #expect(list.exitCode == (now == "." ? 0 : 1), "\(list.errors)")

      let that = try await Self.apply(rehearsal, in: now, ["--state", place])
      #expect(that.exitCode == 0, "\(that.errors)")
      #expect(that.output.contains("state \(place) (serial 1)"), "\(that.output)")
      let fresh = try await Self.apply(rehearsal, in: now, ["--state", "segplan.state.json"])
      #expect(fresh.exitCode == 0, "\(fresh.errors)")
      // There is one here now.
      #expect(try await Self.apply(rehearsal, in: now).exitCode == 0)
    }
  }

  @Test func `every plan shows the location of its state, as text, JSON and Markdown`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let place = "\(rehearsal.folder)/segplan.state.json"
      let text = try await rehearsal.segplan("--out", "plan.json", "--report", "markdown=plan.md")
      #expect(text.output.hasPrefix("Store simulated@loopback, state \(place) (none yet)\n"), "\(text.output)")
      #expect(rehearsal.read("plan.json")?.contains("\"state_place\" : \"\(place)\"") == true)
      #expect(rehearsal.read("plan.md")?.contains("with no state at ") == true, "\(rehearsal.read("plan.md") ?? "")")
      #expect(try await rehearsal.segplan("show", "plan.json").output.contains(place))
      #expect(try await rehearsal.segapply("plan.json").exitCode == 0)
      #expect(try await rehearsal.segplan().output.contains("state \(place) (serial 1)"))
      #expect(try await rehearsal.segapply("--auto-approve").output.contains("state \(place) (serial 1)"))
    }
  }

  @Test func `temporary files of a killed write are removed under the lock, and nothing else is`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let left = [".segplan.state.json.0123456789abcdef.tmp", ".segplan.state.json.backup.7.tmp"]
      let others = [".other.json.7.tmp", ".segplan.state.json.tmp", ".segplan.state.json.note.tmp", "segplan.state.json.7.tmp"]
      for name in left + others { try rehearsal.write("x", to: name) }
      #expect(try await rehearsal.segplan().exitCode == 0)
      #expect(Set(try Self.files(rehearsal, ".")).isSuperset(of: left))
      #expect(try await Self.apply(rehearsal, in: ".").exitCode == 0)
      let files = Set(try Self.files(rehearsal, "."))
      #expect(files.isDisjoint(with: left) && files.isSuperset(of: others), "\(files)")
    }
  }

  @Test func `states that could not be written get the name of their state, and overwrite nothing`() async throws {
    try await withRehearsal(stateAt: .http) { rehearsal, place in
      let server = try #require(place.server)
      for round in 1...2 {
        for (index, name) in ["one", "two", "three"].enumerated() {
          try rehearsal.declare(["A": Array(1...(round * 10 + index))])
          let outcome = try await rehearsal.refusingLastWrite(on: server) {
            try await rehearsal.segapply(["--auto-approve", "--state", server.address(name)], environment: place.environment)
          }
          #expect(outcome.exitCode == 5, "\(outcome.errors)")
          // As in a CI job, whose folder is a fresh one each time, except for what it keeps.
          for file in try Self.files(rehearsal, ".") where file.hasSuffix(".journal") {
            try FileManager.default.removeItem(atPath: "\(rehearsal.folder)/\(file)")
          }
        }
      }
      let saved = try Self.files(rehearsal, ".").filter { $0.hasPrefix("errored.") }
      #expect(saved.count == 6 && saved.count { $0.contains("-two.") } == 2, "\(saved)")
    }
  }
}
