import FileAccess
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
    var rows = BarRow.rows(samples, members: members)
    if members < Self.leastMembers || machine.isDebugBuild {
      for index in rows.indices where !rows[index].isExact { rows[index].isReached = nil }
    }
    self.rows = rows
  }

  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// For a terminal.
  var text: String { "\(heading)\n\n\(barTable.text)\n\(sampleTable.text)" }

  /// Puts the tables between the two marks of a Markdown document.
  ///
  /// - Throws: ``BenchFailure`` when the document lacks a mark; `FileAccessError`.
  func record(in path: String) throws {
    let (begin, end) = ("<!-- segbench:begin -->", "<!-- segbench:end -->")
    let document = String(decoding: try FileAccess.read(path, limit: 1 << 20), as: UTF8.self)
    guard let start = document.firstRange(of: begin), let stop = document.firstRange(of: end), start.upperBound <= stop.lowerBound
    else {
      throw BenchFailure("the document has no lines \(begin) and \(end)")
    }
    let tables = "\(heading)\n\n\(barTable.markdown)\n\(sampleTable.markdown)"
    let text = document[..<start.upperBound] + "\n" + tables + document[stop.lowerBound...]
    try FileAccess.writeDurably(Array(text.utf8), to: path)
  }

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
          sample.members == 0 ? "" : Figure.digits(sample.wall * 1e9 / Double(sample.members), 1),
          sample.peak.map { Figure.size(Double($0)) } ?? "",
          sample.members == 0 ? "" : sample.peak.map { Figure.digits(Double($0) / Double(sample.members), 0) } ?? "",
          sample.floor.map(Figure.time) ?? "",
          sample.ratio.map(Figure.ratio) ?? "",
        ]
      }
    )
  }
}

/// Where and when figures were taken: the kind of machine, never its name.
struct Machine: Codable, Sendable {
  let date: String
  let processor: String
  let cores: Int
  /// The version that was measured, as git describes it.
  let commit: String
  let isDebugBuild: Bool

  static func current() async -> Machine {
    // Outside a clone there is no commit, which is no reason to have no figures.
    let described = (try? await ChildProgram.output(["git", "describe", "--always", "--dirty"])) ?? "unknown"
    return Machine(
      date: Date().formatted(.iso8601.year().month().day()),
      processor: processorName,
      cores: ProcessInfo.processInfo.activeProcessorCount,
      commit: String(described.prefix { !$0.isNewline }),
      isDebugBuild: isDebugBuild
    )
  }

  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
  }

  private static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
