import ArgumentParser

/// `segbench fuzz`.
struct FuzzCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Have every decoder read inputs that are broken at random.",
    discussion: """
      Good inputs are changed at random and read in processes of their own. None may crash, take over 20 seconds or over 1 GiB; what is not \
      an error must be what a simple reading of the input says, and stay the same when it is written and read again. An input follows from \
      its decoder, the seed and its number alone; a finding is shown with the command that reads it again, which takes --show too.

      EXIT STATUS
        0   nothing was found
        1   something was; the lines say what
      """
  )

  /// Inputs that a process reads.
  private static let batchSize = 250

  @Option(help: "How many inputs of each decoder. (default: 2000 without --minutes)")
  var runs: Int?

  @Option(help: "How long, in minutes, all decoders by turns.")
  var minutes: Double?

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(parsing: .upToNextOption, help: "Only these decoders.")
  var decoder: [FuzzDecoder] = []

  func run() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let end = minutes.map { start + .seconds($0 * 60) }
    let most = runs ?? (minutes == nil ? 2_000 : .max)
    let decoders = decoder.isEmpty ? FuzzDecoder.allCases : decoder
    var outcomes: [FuzzDecoder: FuzzOutcome] = [:]
    var first = 0
    while first < most, end.map({ clock.now < $0 }) ?? true {
      let last = most - first > Self.batchSize ? first + Self.batchSize : most
      for decoder in decoders where end.map({ clock.now < $0 }) ?? true {
        let began = clock.now
        var outcome = try await FuzzBatch(inputs: FuzzInput(decoder: decoder, seed: seed), numbers: first..<last).run()
        outcome.time = clock.now - began
        for finding in outcome.findings { Bench.say(finding) }
        outcomes[decoder, default: FuzzOutcome()].add(outcome)
      }
      first = last
    }
    var total = FuzzOutcome()
    for decoder in FuzzDecoder.allCases {
      guard let outcome = outcomes[decoder] else { continue }
      Bench.say(outcome.line(decoder.rawValue))
      total.add(outcome)
    }
    total.time = clock.now - start
    Bench.say(total.line("all"))
    if !total.findings.isEmpty { throw ExitCode.failure }
  }
}

/// What came of inputs.
struct FuzzOutcome {
  /// The inputs that were read.
  var count = 0
  /// Those that were not read as they should be, and the command that reads each again.
  var findings: [String] = []
  var time = Duration.zero
  /// In MiB; of processes that came to their end.
  var peakMegabytes = 0

  mutating func add(_ outcome: FuzzOutcome) {
    count += outcome.count
    findings += outcome.findings
    time += outcome.time
    peakMegabytes = max(peakMegabytes, outcome.peakMegabytes)
  }

  func line(_ name: String) -> String {
    let padding = String(repeating: " ", count: max(1, 12 - name.count))
    return
      "\(name)\(padding)\(count) inputs, \(findings.count) findings, \(time.components.seconds) s, at most \(peakMegabytes) MiB"
  }
}
