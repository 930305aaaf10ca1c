import ArgumentParser
import FileAccess
import FoundationEssentials

/// `segbench [measure] WORK…`.
struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure what users notice, and compare it with limits (the default).",
    usage: "segbench <work> ... [--members <n>] [--runs <n>] [--record <file>] [--strict]",
    discussion: """
      WORKS
        list       list all members, with latency
        apply      add a tenth of the members, with latency
        segments   list all members from a thousand segments, with latency
        plan       the whole segplan, from the same build
        help       segplan --help, and the size of the program
        all        all of them

      The first three are compared with the store's own waits, ten at once.

      Each work runs in its own process, and its store in another one. Figures are medians, after one run to warm up. A debug build only checks \
      that segbench works; its times are meaningless.

      EXIT STATUS
        0   everything was measured
        1   a measurement failed; with --strict also: a limit was exceeded
      """
  )

  @Argument(help: "What to measure, or all.", completion: .list(Work.allCases.map(\.rawValue) + ["all"]))
  var works: [String] = ["all"]

  @Option(help: "The number of members.")
  var members = 1_000_000

  @Option(help: "The number of runs of each work, after one to warm up.")
  var runs = 5

  @Option(help: "How long the store takes per request, in milliseconds, for list, apply and segments.")
  var latency = 50

  @Option(
    help: ArgumentHelp(
      "Put the tables into a Markdown file, between its lines segbench:begin and segbench:end.",
      valueName: "file"
    ),
    completion: .file(extensions: ["md"])
  )
  var record: String?

  @Flag(help: "Exit with 1 if a limit is exceeded.")
  var strict = false

  func validate() throws {
    _ = try chosen()
    guard members >= 100, runs >= 1, latency >= 0 else {
      throw ValidationError("--members takes 100 or more, --runs 1 or more, --latency 0 or more.")
    }
  }

  func run() async throws {
    var samples: [Sample] = []
    for work in try chosen() {
      let size = work.size(members)
      Bench.say("measuring \(work.rawValue), \(size) members", to: FileAccess.standardError)
      samples.append(try await sample(work, size))
    }
    let report = await MeasureReport(samples: samples, members: members)
    if let record { try report.record(in: record) }
    try FileAccess.write(report.text, toDescriptor: FileAccess.standardOutput)
    if strict && report.hasFailed { throw ExitCode.failure }
  }

  private func sample(_ work: Work, _ members: Int) async throws -> Sample {
    let output = try await ChildProgram.output(
      [ChildProgram.own, "sample", work.rawValue, "--members", "\(members)", "--runs", "\(runs)", "--latency", "\(latency)"]
    )
    return try JSONDecoder().decode(Sample.self, from: Data(output.utf8))
  }

  private func chosen() throws -> [Work] {
    if works.contains("all") { return Work.allCases }
    return try works.map { name in
      guard let work = Work(rawValue: name) else {
        let known = Work.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("There is no work \"\(name)\"; there are \(known) and all.")
      }
      return work
    }
  }
}
