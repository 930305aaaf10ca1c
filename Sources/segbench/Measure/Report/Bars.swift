/// What each work has to reach.
///
/// Bars in seconds and bytes are those of a million members; they are scaled to the members of the run.
struct Bars {
  private let samples: [Sample]
  private let members: Int

  init(_ samples: [Sample], members: Int) {
    self.samples = samples
    self.members = members
  }

  /// A row for every bar whose work was measured.
  var rows: [BarRow] { memoryRows + stateRows + storeRows + programRows }

  /// The part of a million that the run is about.
  private var scale: Double { Double(members) / 1_000_000 }

  private func sample(_ work: Work, where matches: (Sample) -> Bool = { _ in true }) -> Sample? {
    samples.last { $0.work == work.rawValue && ($0.members == members || work == .apply || work == .help) && matches($0) }
  }

  private var memoryRows: [BarRow] {
    var rows: [BarRow] = []
    if let parse = sample(.parse) {
      rows.append(
        .atMost(1.4, parse.ratio, "YAML to sorted set with places", figure: Figure.ratio, bar: "≤ 1.40 × libyaml's events")
      )
    }
    for (work, title) in [(Work.text, "text file to the same"), (.csv, "CSV file to the same")] {
      guard let list = sample(work) else { continue }
      rows.append(.atLeast(10, list.ratio.map { 1 / $0 }, title, figure: Figure.speed, bar: "≥ 10.0 × faster than YAML"))
    }
    if let diff = sample(.diff) {
      rows.append(
        .atMost(0.005 * scale, diff.cpu, "three-way diff, CPU", figure: Figure.time, bar: "≤ \(Figure.time(0.005 * scale))")
      )
    }
    if let pages = sample(.pages) {
      let speed = pages.facts["decoderCPU"].map { $0 / pages.cpu }
      rows.append(.atLeast(5, speed, "list pages decoded", figure: Figure.speed, bar: "≥ 5.0 × faster than JSONDecoder"))
    }
    return rows
  }

  private var stateRows: [BarRow] {
    guard let writing = sample(.state, where: { $0.facts["isRead"] == 0 }),
      let reading = sample(.state, where: { $0.facts["isRead"] == 1 })
    else { return [] }
    // What a state has beside its members does not scale.
    let size = 25e6 * scale + 1_000
    return [
      .atMost(size, writing.facts["bytes"], "state, size", figure: Figure.size, bar: "≤ \(Figure.size(size))"),
      .atMost(0.3 * scale, writing.wall, "state, written durably", figure: Figure.time, bar: "≤ \(Figure.time(0.3 * scale))"),
      .atMost(0.2 * scale, reading.cpu, "state, read, CPU", figure: Figure.time, bar: "≤ \(Figure.time(0.2 * scale))"),
    ]
  }

  private var storeRows: [BarRow] {
    var rows: [BarRow] = []
    let list = sample(.list)
    if let list {
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
      // Each list asks for one page more when its last page is full, so that many lists take more requests than one.
      let pages = Int(segments.facts["requests"] ?? 0)
      rows.append(
        .atMost(
          1.05,
          segments.ratio,
          "\(Int(segments.facts["segments"] ?? 0)) segments",
          figure: Figure.ratio,
          bar: "≤ 1.05 × (\(pages) pages' waits ÷ 10)"
        )
      )
    }
    return rows
  }

  private var programRows: [BarRow] {
    var rows: [BarRow] = []
    if let plan = sample(.plan) {
      rows.append(.atMost(3 * scale, plan.wall, "segplan", figure: Figure.time, bar: "≤ \(Figure.time(3 * scale))"))
      // A program takes some memory before it reads anything.
      let memory = 20e6 + 380e6 * scale
      rows.append(
        .atMost(memory, plan.peak.map(Double.init), "segplan, memory", figure: Figure.size, bar: "≤ \(Figure.size(memory))")
      )
    }
    if let listing = sample(.listCPU) {
      let perRecord = listing.cpu / Double(listing.members)
      rows.append(.atMost(1e-6, perRecord, "CPU a listed record", figure: Figure.time, bar: "≤ 1.00 µs"))
    }
    if let help = sample(.help) {
      rows.append(.atMost(0.02, help.wall, "segplan --help", figure: Figure.time, bar: "≤ 20.0 ms"))
      rows.append(.atMost(40e6, help.facts["stripped"], "segplan, stripped", figure: Figure.size, bar: "≤ 40.0 MB"))
    }
    return rows
  }
}
