/// A figure with the bar that it has to reach.
struct BarRow: Codable, Sendable {
  let work: String
  let figure: String
  let bar: String
  /// `nil` when there is no figure to judge.
  let isReached: Bool?
  /// Whether the bar holds for any number of members, on any machine.
  var isExact = false

  /// The same row without a judgement.
  var unjudged: BarRow { BarRow(work: work, figure: figure, bar: bar, isReached: nil) }

  /// A figure that must not be above its bar.
  static func atMost(_ limit: Double, _ value: Double?, _ work: String, figure: (Double) -> String, bar: String) -> BarRow {
    BarRow(work: work, figure: value.map(figure) ?? "not measured", bar: bar, isReached: value.map { $0 <= limit })
  }

  var verdict: String {
    switch isReached {
    case true?: "pass"
    case false?: "FAIL"
    case nil: "not judged"
    }
  }
}
