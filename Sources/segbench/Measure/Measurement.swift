/// Runs a work and its floor by turns, so that both meet the same moments of a busy machine.
struct Measurement {
  /// How often each is run; before that once to warm up.
  let runs: Int

  private let clock = ContinuousClock()

  init(runs: Int) { self.runs = max(runs, 1) }

  /// Measures a work.
  ///
  /// - Parameters:
  ///   - work: What it is called.
  ///   - members: How many members it is about.
  ///   - whose: Whose CPU time and memory count.
  ///   - body: The work; gets the number of the run, 0 for the one that warms up.
  /// - Returns: The medians.
  /// - Throws: Whatever the bodies throw.
  func sample(
    _ work: Work,
    members: Int,
    whose: ProcessUse.Whose = .ours,
    body: (Int) async throws -> Void
  ) async throws -> Sample {
    let tellsPeak = ProcessUse.resetPeak()
    try await body(0)
    let peak = whose == .ours ? (tellsPeak ? ProcessUse.peak : nil) : ProcessUse.peakOfChildren
    var walls: [Double] = []
    var cpus: [Double] = []
    for run in 1...runs {
      let before = ProcessUse.cpuSeconds(whose)
      walls.append(try await time { try await body(run) })
      cpus.append(ProcessUse.cpuSeconds(whose) - before)
    }
    return Sample(
      work: work.rawValue,
      members: members,
      wall: Self.median(walls),
      cpu: Self.median(cpus),
      peak: peak,
      floor: nil
    )
  }

  /// How long the body takes, in seconds.
  func time(_ body: () async throws -> Void) async throws -> Double { try await clock.measure(body) / .seconds(1) }

  /// The middle value, or the mean of the two middle ones; 0 of none.
  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
