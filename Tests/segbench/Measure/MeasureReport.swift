import FileAccess
import FoundationEssentials

/// The figures of a run, as Markdown.
struct MeasureReport {
  /// With fewer members, the start of programs and connections dominates.
  private static let minimumMembers = 100_000

  let text: String
  let hasFailed: Bool

  init(samples: [Sample], members: Int) async {
    var rows = BarRow.rows(samples, members: members)
    if members < Self.minimumMembers || Machine.isDebugBuild {
      for index in rows.indices where !rows[index].isExact { rows[index].isReached = nil }
    }
    hasFailed = rows.contains { $0.isReached == false }
    let bars = Self.table(["work", "figure", "bar", "verdict"], rows.map { [$0.work, $0.figure, $0.bar, $0.verdict] })
    let figures = Self.table(
      ["work", "members", "wall", "CPU", "ns/member", "peak", "bytes/member", "floor", "ratio"],
      samples.map { sample in
        func perMember(_ value: Double, digits: Int) -> String {
          sample.members == 0 ? "" : Figure.digits(value / Double(sample.members), digits)
        }
        return [
          sample.work.rawValue,
          "\(sample.members)",
          Figure.time(sample.wall),
          Figure.time(sample.cpu),
          perMember(sample.wall * 1e9, digits: 1),
          Figure.size(Double(sample.peak)),
          perMember(Double(sample.peak), digits: 0),
          sample.floor.map(Figure.time) ?? "",
          sample.ratio.map(Figure.ratio) ?? "",
        ]
      }
    )
    let warning = Machine.isDebugBuild ? "DEBUG BUILD: the times are meaningless; " : ""
    text = "\(warning)\(members) members; \(await Machine.description).\n\n\(bars)\n\(figures)"
  }

  /// Puts the tables between the two marks of a Markdown document.
  func record(in path: String) throws {
    let (begin, end) = ("<!-- segbench:begin -->", "<!-- segbench:end -->")
    let document = String(decoding: try FileAccess.read(path, limit: 1 << 20), as: UTF8.self)
    guard let start = document.firstRange(of: begin), let stop = document.firstRange(of: end), start.upperBound <= stop.lowerBound
    else {
      throw BenchFailure("the document has no lines \(begin) and \(end)")
    }
    let changed = document[..<start.upperBound] + "\n" + text + document[stop.lowerBound...]
    try FileAccess.writeDurably(Array(changed.utf8), to: path)
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "---" }] + rows
    return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }
}

/// Numbers for readers.
enum Figure {
  /// Such as `1.38 ×`.
  static func ratio(_ value: Double) -> String { "\(digits(value, 2)) ×" }

  static func count(_ value: Double) -> String { "\(Int(value.rounded()))" }

  /// Seconds, in the unit that fits.
  static func time(_ seconds: Double) -> String {
    seconds < 1 ? "\(digits(seconds * 1e3, 1)) ms" : "\(digits(seconds, 2)) s"
  }

  /// Bytes in megabytes of 10⁶.
  static func size(_ bytes: Double) -> String { "\(digits(bytes / 1e6, 1)) MB" }

  /// A number of 0 or more with this many decimal places.
  static func digits(_ value: Double, _ places: Int) -> String {
    var digits = "\(Int((value * [1, 10, 100][places]).rounded()))"
    guard places > 0 else { return digits }
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return "\(digits.dropLast(places)).\(digits.suffix(places))"
  }
}

/// Where figures were taken: the kind of machine, never its name.
private enum Machine {
  /// The date, the version that was measured, and the processor.
  static var description: String {
    get async {
      // Outside a clone there is no commit.
      let commit = (try? await ChildProgram.output(["git", "describe", "--always", "--dirty"])) ?? "unknown"
      let date = Date().formatted(.iso8601.year().month().day())
      let cores = ProcessInfo.processInfo.activeProcessorCount
      return "\(date), commit \(commit.prefix { !$0.isNewline }), \(cores) cores of \(processor)"
    }
  }

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
  }

  static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
