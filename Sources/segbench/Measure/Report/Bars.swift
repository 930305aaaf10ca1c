/// What each work has to reach.
///
/// Bars in seconds and bytes are those of a million members, scaled to the members of the run.
struct Bars {
  private let samples: [Sample]
  private let members: Int

  init(_ samples: [Sample], members: Int) {
    self.samples = samples
    self.members = members
  }

  /// A row for every bar whose work was measured.
  var rows: [BarRow] { storeRows + programRows }

  /// The part of a million that the run is about.
  private var scale: Double { Double(members) / 1_000_000 }

  private func sample(_ work: Work) -> Sample? { samples.last { $0.work == work.rawValue } }

  private var storeRows: [BarRow] {
    var rows: [BarRow] = []
    if let list = sample(.list) {
      let pages = Int(list.facts["requests"] ?? 0)
      rows.append(.atMost(1.05, list.ratio, "list", figure: Figure.ratio, bar: "≤ 1.05 × (\(pages) pages' waits ÷ 10)"))
    }
    if let apply = sample(.apply) {
      let writes = Double((apply.members + 49) / 50)
      rows.append(
        BarRow(
          work: "apply, writes",
          figure: Figure.count(apply.facts["requests"] ?? 0),
          bar: "exactly \(Figure.count(writes))",
          isReached: apply.facts["requests"] == writes,
          isExact: true
        )
      )
      rows.append(.atMost(1.05, apply.ratio, "apply", figure: Figure.ratio, bar: "≤ 1.05 × (\(Int(writes)) writes' waits ÷ 10)"))
      let inFlight = apply.facts["mostInFlight"] ?? 0
      rows.append(
        BarRow(
          work: "apply, in flight",
          figure: Figure.count(inFlight),
          bar: "≤ 10",
          isReached: inFlight <= 10 && apply.facts["violations"] == 0,
          isExact: true
        )
      )
    }
    if let segments = sample(.segments) {
      // Each list asks for one page more if its last page is full, so many lists take more requests than one.
      let pages = Int(segments.facts["requests"] ?? 0)
      let title = "\(Int(segments.facts["segments"] ?? 0)) segments"
      rows.append(
        .atMost(1.05, segments.ratio, title, figure: Figure.ratio, bar: "≤ 1.05 × (\(pages) pages' waits ÷ 10)")
      )
    }
    return rows
  }

  private var programRows: [BarRow] {
    var rows: [BarRow] = []
    if let plan = sample(.plan) {
      rows.append(.atMost(4 * scale, plan.wall, "segplan", figure: Figure.time, bar: "≤ \(Figure.time(4 * scale))"))
      // A program takes some memory before it reads anything.
      let memory = 20e6 + 380e6 * scale
      rows.append(
        .atMost(memory, plan.peak.map(Double.init), "segplan, memory", figure: Figure.size, bar: "≤ \(Figure.size(memory))")
      )
    }
    if let help = sample(.help) {
      rows.append(.atMost(0.02, help.wall, "segplan --help", figure: Figure.time, bar: "≤ 20.0 ms"))
      rows.append(.atMost(40e6, help.facts["stripped"], "segplan, stripped", figure: Figure.size, bar: "≤ 40.0 MB"))
    }
    return rows
  }
}
