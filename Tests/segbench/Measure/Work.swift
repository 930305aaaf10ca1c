import ArgumentParser
import FileAccess
import FoundationEssentials

/// What is measured.
enum Work: String, CaseIterable, Codable, ExpressibleByArgument {
  case list
  case apply
  case segments
  case plan
  case help

  /// How many members to measure, for a run of `members` members.
  func size(_ members: Int) -> Int {
    switch self {
    case .apply: max(members / 10, 100)
    case .list, .segments, .plan: members
    case .help: 0
    }
  }
}

/// What one work took, measured in its own process.
struct Sample: Codable, Sendable {
  let work: Work
  let members: Int
  /// The median of the runs, in seconds.
  let wall: Double
  /// CPU time, user and system, in seconds: the median of the runs.
  let cpu: Double
  /// The maximum memory of the working process, including its input, in bytes.
  let peak: Int
  /// The median of the theoretical minimum, in seconds; `nil` for works without one.
  var floor: Double?
  /// More figures by name, such as counts of requests.
  var facts: [String: Double] = [:]

  /// The time compared with the theoretical minimum.
  var ratio: Double? { floor.map { wall / $0 } }
}

/// The parameters of a work; `StoreWorks.swift` and `ProgramWorks.swift` measure it.
struct WorkSettings: Sendable {
  let work: Work
  let members: Int
  /// The number of runs after one to warm up.
  let runs: Int
  /// How long the store takes per request, in milliseconds.
  let latency: Int
  /// A temporary folder.
  let folder: String

  func sample() async throws -> Sample {
    switch work {
    case .list: try await list(segments: 1)
    case .segments: try await segments()
    case .apply: try await apply()
    case .plan: try await plan()
    case .help: try await help()
    }
  }

  /// Measures the body, which gets the number of the run: 0 for the one that warms up.
  func measure(_ whose: ProcessUse.Whose = .ours, runs: Int? = nil, body: (Int) async throws -> Void) async throws -> Sample {
    try await body(0)
    let peak = ProcessUse.peak(whose)
    var walls: [Double] = []
    var cpus: [Double] = []
    for run in 1...max(runs ?? self.runs, 1) {
      let before = ProcessUse.cpuSeconds(whose)
      walls.append(try await ContinuousClock().measure { try await body(run) } / .seconds(1))
      cpus.append(ProcessUse.cpuSeconds(whose) - before)
    }
    func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    return Sample(work: work, members: members, wall: median(walls), cpu: median(cpus), peak: peak)
  }
}

/// `segbench sample`: one work in its own process, so that its memory can be measured.
struct SampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Measure one work and print its figures as JSON.",
    shouldDisplay: false
  )

  @Argument var work: Work
  @Option var members: Int
  @Option var runs: Int
  @Option var latency: Int

  func run() async throws {
    let sample = try await Bench.withTemporaryFolder { folder in
      try await WorkSettings(work: work, members: members, runs: runs, latency: latency, folder: folder).sample()
    }
    try FileAccess.write(Array(try JSONEncoder().encode(sample)), toDescriptor: FileAccess.standardOutput)
  }
}
