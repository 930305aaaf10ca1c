import ArgumentParser
import FileAccess
import FoundationEssentials

/// What is measured.
enum Work: String, CaseIterable, ExpressibleByArgument {
  case list
  case apply
  case segments
  case plan
  case help

  /// How many members to measure, for a run about `members` of them.
  func size(_ members: Int) -> Int {
    switch self {
    case .apply: max(members / 10, 100)
    case .list, .segments, .plan: members
    case .help: 0
    }
  }
}

/// What one work took, measured in a process of its own.
struct Sample: Codable, Sendable {
  /// Which work, by its ``Work``'s name.
  let work: String
  /// How many members it was about.
  let members: Int
  /// The median of the runs, in seconds.
  let wall: Double
  /// CPU time of a run, user and system, in seconds: the median.
  let cpu: Double
  /// The most memory that the working process had at once, its input included, in bytes; `nil` where the system does not tell.
  let peak: Int?
  /// The median of what the work cannot be faster than, in seconds; `nil` where there is no such thing.
  var floor: Double?
  /// Further findings by name, such as counts of requests.
  var facts: [String: Double] = [:]

  /// How many times the floor the work takes.
  var ratio: Double? { floor.map { wall / $0 } }
}

/// What a work needs to know; its files measure it.
struct WorkSettings: Sendable {
  let work: Work
  let members: Int
  /// How often it is run, beside a first time to warm up.
  let runs: Int
  /// How long the store takes for a request, in milliseconds.
  let latency: Int
  /// For its files; it is gone afterwards.
  let folder: String

  /// Runs the work: one that fails has no figures.
  func sample() async throws -> Sample {
    switch work {
    case .list: try await list(segments: 1)
    case .segments: try await segments()
    case .apply: try await apply()
    case .plan: try await plan()
    case .help: try await help()
    }
  }

  /// Measures a work by its runs.
  ///
  /// - Parameters:
  ///   - whose: Whose CPU time and memory count.
  ///   - runs: How many runs, if not as many as asked for.
  ///   - body: The work; gets the number of the run, 0 for the one that warms up.
  /// - Returns: The medians.
  /// - Throws: Whatever the body throws.
  func measure(
    _ whose: ProcessUse.Whose = .ours,
    runs: Int? = nil,
    body: (Int) async throws -> Void
  ) async throws -> Sample {
    let tellsPeak = ProcessUse.resetPeak()
    try await body(0)
    let peak = whose == .ours ? (tellsPeak ? ProcessUse.peak : nil) : ProcessUse.peakOfChildren
    var walls: [Double] = []
    var cpus: [Double] = []
    for run in 1...max(runs ?? self.runs, 1) {
      let before = ProcessUse.cpuSeconds(whose)
      walls.append(try await ContinuousClock().measure { try await body(run) } / .seconds(1))
      cpus.append(ProcessUse.cpuSeconds(whose) - before)
    }
    return Sample(work: work.rawValue, members: members, wall: Self.median(walls), cpu: Self.median(cpus), peak: peak)
  }

  /// The middle value, or the mean of the two middle ones; 0 of none.
  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}

/// `segbench sample`: one work in a process of its own, so that its memory is its own.
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
