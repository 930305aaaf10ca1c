import FileAccess

/// How soon `segplan` speaks, and how large it is without its symbols.
struct HelpWork {
  /// A start is short, and its time uncertain.
  private static let leastRuns = 20

  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    let program = ChildProgram.path("segplan")
    let measurement = Measurement(runs: settings.runs > 1 ? max(settings.runs, Self.leastRuns) : 1)
    var sample = try await measurement.sample(.help, members: 0, whose: .children) { _ in
      guard try await ChildProgram.output([program, "--help"]).contains("USAGE") else { throw WorkFailure("there is no help") }
    }
    let stripped = settings.folder + "/segplan"
    do {
      try await ChildProgram.output(["strip", "-o", stripped, program])
      sample.facts["stripped"] = Double(try FileAccess.read(stripped, limit: 1 << 30).count)
    } catch {
      // Without binutils the size stays unknown, and its row says so.
      sample.facts["stripped"] = nil
    }
    return [sample]
  }
}
