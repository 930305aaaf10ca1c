/// A figure and the bar that it has to reach.
struct BarRow {
  let work: String
  let figure: String
  let bar: String
  /// `nil` when there is no figure to judge.
  var isReached: Bool?
  /// Whether the bar holds for any number of members, on any machine.
  var isExact = false

  var verdict: String { isReached.map { $0 ? "pass" : "FAIL" } ?? "not judged" }

  /// A figure with a maximum.
  private static func atMost(
    _ maximum: Double,
    _ value: Double?,
    _ work: String,
    figure: (Double) -> String,
    bar: String? = nil
  ) -> BarRow {
    BarRow(
      work: work,
      figure: value.map(figure) ?? "not measured",
      bar: bar ?? "≤ \(figure(maximum))",
      isReached: value.map { $0 <= maximum }
    )
  }

  /// A row for every bar of the works that were measured.
  ///
  /// Bars in seconds and bytes are for a million members, and are scaled to the members of the run.
  static func rows(_ samples: [Sample], members: Int) -> [BarRow] {
    samples.flatMap { sample -> [BarRow] in
      switch sample.work {
      case .list: [floor(sample, "list", "pages")]
      case .apply: applyRows(sample)
      // Each list takes one more request if its last page is full, so many lists take more requests than one.
      case .segments: [floor(sample, "\(Int(sample.facts["segments"] ?? 0)) segments", "pages")]
      case .plan: planRows(sample, scale: Double(members) / 1_000_000)
      case .help:
        [
          atMost(0.02, sample.wall, "segplan --help", figure: Figure.time),
          atMost(40e6, sample.facts["stripped"], "segplan, stripped", figure: Figure.size),
        ]
      }
    }
  }

  /// The time compared with what the store really waited.
  private static func floor(_ sample: Sample, _ title: String, _ requests: String) -> BarRow {
    let bar = "≤ 1.05 × (\(Int(sample.facts["requests"] ?? 0)) \(requests)' waits ÷ 10)"
    return atMost(1.05, sample.ratio, title, figure: Figure.ratio, bar: bar)
  }

  private static func applyRows(_ sample: Sample) -> [BarRow] {
    let (requests, writes) = (sample.facts["requests"] ?? 0, Double((sample.members + 49) / 50))
    let inFlight = sample.facts["mostInFlight"] ?? 0
    return [
      BarRow(
        work: "apply, writes",
        figure: Figure.count(requests),
        bar: "exactly \(Figure.count(writes))",
        isReached: requests == writes,
        isExact: true
      ),
      floor(sample, "apply", "writes"),
      BarRow(
        work: "apply, in flight",
        figure: Figure.count(inFlight),
        bar: "≤ 10",
        isReached: inFlight <= 10 && sample.facts["violations"] == 0,
        isExact: true
      ),
    ]
  }

  private static func planRows(_ sample: Sample, scale: Double) -> [BarRow] {
    [
      atMost(4 * scale, sample.wall, "segplan", figure: Figure.time),
      // A program takes some memory before it reads anything.
      atMost(20e6 + 380e6 * scale, Double(sample.peak), "segplan, memory", figure: Figure.size),
    ]
  }
}
