import FileAccess
import StoreSimulator

/// Works of the real `segplan`.
extension WorkSettings {
  /// The whole program, from manifests, store and state to the printed plan.
  func plan() async throws -> Sample {
    let content = WorldContent(members: members, declaredFolder: folder)
    var (sample, report) = try await ServedStore.withStore(content) { address in
      let environment = [
        "SEGPLAN_API_URL": address,
        "BIGCOMMERCE_STORE_HASH": ServedStore.hash,
        "BIGCOMMERCE_ACCESS_TOKEN": SimulatorSettings.standardToken,
      ]
      let command = [ChildProgram.path("segplan"), "--detailed-exitcode"]
      return try await measure(.children) { _ in
        // Exit status 2: the plan has changes.
        let plan = try await ChildProgram.output(command, in: folder, environment: environment, success: 2)
        guard !plan.isEmpty else { throw BenchFailure("segplan printed nothing") }
      }
    }
    sample.facts["requests"] = Double(report.requests[.list] ?? 0) / Double(runs + 1)
    return sample
  }

  /// The time to print the help, and the size of the program without symbols.
  func help() async throws -> Sample {
    let program = ChildProgram.path("segplan")
    // A start is short, so its time varies.
    var sample = try await measure(.children, runs: runs > 1 ? max(runs, 20) : 1) { _ in
      guard try await ChildProgram.output([program, "--help"]).contains("USAGE") else { throw BenchFailure("there is no help") }
    }
    let stripped = folder + "/segplan"
    do {
      try await ChildProgram.output(["strip", "-o", stripped, program])
      sample.facts["stripped"] = Double(try FileAccess.read(stripped, limit: 1 << 30).count)
    } catch {
      // Without binutils the size is not measured.
    }
    return sample
  }
}
