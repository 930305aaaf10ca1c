import FoundationEssentials

/// All figures of a run, as text, Markdown and JSON.
struct MeasureReport: Codable, Sendable {
  /// With fewer members it is the start of programs and connections that is measured.
  private static let leastMembers = 100_000

  let machine: Machine
  let members: Int
  let rows: [BarRow]
  let samples: [Sample]

  init(samples: [Sample], members: Int, machine: Machine) {
    self.samples = samples
    self.members = members
    self.machine = machine
    let judges = members >= Self.leastMembers && !machine.isDebugBuild
    rows = Bars(samples, members: members).rows.map { judges || $0.isExact ? $0 : $0.unjudged }
  }

  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// For a terminal.
  var text: String { "\(heading)\n\n\(barTable.text)\n\(sampleTable.text)" }

  /// For a document.
  var markdown: String { "\(heading)\n\n\(barTable.markdown)\n\(sampleTable.markdown)" }

  private var heading: String {
    let build = machine.isDebugBuild ? "DEBUG BUILD, the figures mean nothing; " : ""
    return
      "\(build)\(members) members; \(machine.date), commit \(machine.commit), \(machine.cores) cores of \(machine.processor)."
  }

  private var barTable: Table {
    Table(
      header: ["work", "figure", "bar", "verdict"],
      rows: rows.map { [$0.work, $0.figure, $0.bar, $0.verdict] }
    )
  }

  private var sampleTable: Table {
    Table(
      header: ["work", "members", "wall", "CPU", "ns/member", "peak", "bytes/member", "floor", "ratio"],
      rows: samples.map { sample in
        [
          sample.work,
          "\(sample.members)",
          Figure.time(sample.wall),
          Figure.time(sample.cpu),
          sample.members == 0 ? "" : Figure.digits(sample.nanosecondsPerMember, 1),
          sample.peak.map { Figure.size(Double($0)) } ?? "",
          sample.members == 0 ? "" : sample.bytesPerMember.map { Figure.digits($0, 0) } ?? "",
          sample.floor.map(Figure.time) ?? "",
          sample.ratio.map(Figure.ratio) ?? "",
        ]
      }
    )
  }
}
