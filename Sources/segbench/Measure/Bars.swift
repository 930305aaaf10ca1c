/// A figure with the bar that it has to reach.
struct BarRow: Codable, Sendable {
  let work: String
  let figure: String
  let bar: String
  /// `nil` when there is no figure to judge.
  var isReached: Bool?
  /// Whether the bar holds for any number of members, on any machine.
  var isExact = false

  var verdict: String { isReached.map { $0 ? "pass" : "FAIL" } ?? "not judged" }

  /// A figure that must not be above its bar.
  static func atMost(_ limit: Double, _ value: Double?, _ work: String, figure: (Double) -> String, bar: String) -> BarRow {
    BarRow(work: work, figure: value.map(figure) ?? "not measured", bar: bar, isReached: value.map { $0 <= limit })
  }

  /// A row for every bar whose work was measured.
  ///
  /// Bars in seconds and bytes are those of a million members, scaled to the members of the run.
  static func rows(_ samples: [Sample], members: Int) -> [BarRow] {
    let scale = Double(members) / 1_000_000
    return samples.flatMap { sample -> [BarRow] in
      switch Work(rawValue: sample.work) {
      case .list: [floor(sample, "list", "pages")]
      case .apply: applyRows(sample)
      // Each list asks for one page more if its last page is full, so many lists take more requests than one.
      case .segments: [floor(sample, "\(Int(sample.facts["segments"] ?? 0)) segments", "pages")]
      case .plan: planRows(sample, scale)
      case .help:
        [
          atMost(0.02, sample.wall, "segplan --help", figure: Figure.time, bar: "≤ 20.0 ms"),
          atMost(40e6, sample.facts["stripped"], "segplan, stripped", figure: Figure.size, bar: "≤ 40.0 MB"),
        ]
      case nil: []
      }
    }
  }

  /// The time against what the store really waited.
  private static func floor(_ sample: Sample, _ title: String, _ requests: String) -> BarRow {
    let bar = "≤ 1.05 × (\(Int(sample.facts["requests"] ?? 0)) \(requests)' waits ÷ 10)"
    return atMost(1.05, sample.ratio, title, figure: Figure.ratio, bar: bar)
  }

  private static func applyRows(_ sample: Sample) -> [BarRow] {
    let writes = Double((sample.members + 49) / 50)
    let inFlight = sample.facts["mostInFlight"] ?? 0
    return [
      BarRow(
        work: "apply, writes",
        figure: Figure.count(sample.facts["requests"] ?? 0),
        bar: "exactly \(Figure.count(writes))",
        isReached: sample.facts["requests"] == writes,
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

  private static func planRows(_ sample: Sample, _ scale: Double) -> [BarRow] {
    // A program takes some memory before it reads anything.
    let memory = 20e6 + 380e6 * scale
    let peak = sample.peak.map(Double.init)
    return [
      atMost(4 * scale, sample.wall, "segplan", figure: Figure.time, bar: "≤ \(Figure.time(4 * scale))"),
      atMost(memory, peak, "segplan, memory", figure: Figure.size, bar: "≤ \(Figure.size(memory))"),
    ]
  }
}
