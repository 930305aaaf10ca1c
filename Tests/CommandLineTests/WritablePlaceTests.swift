import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// What cannot be written is found out before any work.
struct WritablePlaceTests {
  @Test func `a state file that is a mount point is refused before the first change, but planning works`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      try rehearsal.declare(["A": [1, 2]])
      let writes = rehearsal.store.membershipWrites.count
      let mount = "mount --bind segplan.state.json segplan.state.json"
      let apply = try await Mounts.run(rehearsal, mount, .segapply, ["--auto-approve"])
      #expect(apply.exitCode == 1, "\(apply.errors)")
      #expect(apply.errors.contains("it is a mount point"), "\(apply.errors)")
      #expect(rehearsal.store.membershipWrites.count == writes)
      let plan = try await Mounts.run(rehearsal, mount, .segplan, ["--detailed-exitcode"])
      #expect(plan.exitCode == 2, "\(plan.errors)")
      #expect(try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0").exitCode == 0)
    }
  }

  @Test(arguments: [["--out", "file"], ["--report", "json=file"]])
  func `a mounted file of --out or --report is refused before any request`(arguments: [String]) async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      try rehearsal.write("before", to: "file")
      let outcome = try await Mounts.run(rehearsal, "mount --bind file file", .segplan, arguments)
      #expect(outcome.exitCode == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("\"file\" cannot be replaced"), "\(outcome.errors)")
      #expect(rehearsal.store.log.isEmpty)
      #expect(rehearsal.read("file") == "before")
    }
  }

  @Test func `a mounted manifest is refused by fmt and move, and does not change`() async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      let text = "version: 1\nsegments:\n    -   {id: 00000000-0000-4000-8000-000000000001, name: A, members: []}\n"
      try rehearsal.write(text, to: "a.yaml")
      for arguments in [["fmt", "a.yaml"], ["move", "A", "B", "a.yaml"]] {
        let outcome = try await Mounts.run(rehearsal, "mount --bind a.yaml a.yaml", .segplan, arguments)
        #expect(outcome.exitCode == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("it is a mount point"), "\(outcome.errors)")
        #expect(rehearsal.read("a.yaml") == text)
      }
    }
  }

  @Test func `an import into a folder that is not writable ends before any request to the store`() async throws {
    try await withRehearsal(profiles: 10, segments: ["A": [1]]) { rehearsal in
      try rehearsal.write("", to: "fixed/file")
      for folder in ["fixed", "fixed/new/deep"] {
        let outcome = try await Mounts.run(rehearsal, Mounts.readOnly("fixed"), .segplan, ["import", folder])
        #expect(outcome.exitCode == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("cannot write \"\(folder)\""), "\(outcome.errors)")
        #expect(rehearsal.store.log.isEmpty)
      }
    }
  }

  @Test func `an apply with its state on a server stops in step 2 if the working folder is read-only, unless it has another one`()
    async throws
  {
    try await withRehearsal(stateAt: .http) { rehearsal, place in
      try rehearsal.declare(["A": [1]])
      try await withTemporaryFolder { other in
        let refused = try await Mounts.run(
          rehearsal,
          Mounts.readOnly("."),
          .segapply,
          ["--auto-approve"],
          environment: place.environment
        )
        #expect(refused.exitCode == 1, "\(refused.errors)")
        #expect(refused.errors.contains("--journal-dir"), "\(refused.errors)")
        #expect(rehearsal.store.log.isEmpty)
        #expect(place.server?.lockID() == nil)

        let variable = place.environment.merging(["SEGPLAN_JOURNAL_DIR": other]) { $1 }
        let applied = try await Mounts.run(
          rehearsal,
          Mounts.readOnly("."),
          .segapply,
          ["--auto-approve"],
          environment: variable
        )
        #expect(applied.exitCode == 0, "\(applied.errors)")

        try rehearsal.declare(["A": [1, 2]])
        let failed = try await rehearsal.refusingLastWrite(on: try #require(place.server)) {
          try await Mounts.run(
            rehearsal,
            Mounts.readOnly("."),
            .segapply,
            ["--auto-approve", "--journal-dir", other],
            environment: place.environment
          )
        }
        #expect(failed.exitCode == 5, "\(failed.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: other)
        #expect(files.count { $0.hasSuffix(".journal") } == 1 && files.count { $0.hasPrefix("errored.") } == 1, "\(files)")
      }
    }
  }
}

/// Programs in a namespace of mounts of their own, which ends with them.
private enum Mounts {
  /// The command that makes a folder read-only.
  static func readOnly(_ folder: String) -> String {
    "mount --bind \(folder) \(folder) && mount -o remount,bind,ro \(folder) && cd \"$PWD\""
  }

  static func run(
    _ rehearsal: Rehearsal,
    _ mount: String,
    _ program: Program,
    _ arguments: [String],
    environment: [String: String] = [:]
  ) async throws -> ChildProcess.Outcome {
    let variables = rehearsal.environment.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
    let script = "cd \"$0\" && \(mount) && exec \"$@\""
    let command = ["bash", "-c", script, rehearsal.folder, program.path] + arguments
    return try await ChildProcess.run("env", variables + ChildProcess.unshare + ["--mount"] + command)
  }
}
