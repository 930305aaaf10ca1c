import ArgumentParser

/// `segbench fuzz`.
struct FuzzCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Let every decoder read inputs with random faults.",
    discussion: """
      Good inputs are changed at random and read in separate processes. No input may crash its process, take more than 20 seconds or more than \
      1 GiB. A result must agree with a simple reading of the input, and stay the same when it is written and read again. The decoder, the seed and \
      the number determine an input. Each finding includes the command that reads the input again; add --show to print the input.

      EXIT STATUS
        0   nothing was found
        1   something was found; the lines say what
      """
  )

  /// The inputs that one process reads.
  private static let batchSize = 250

  @Option(help: "The number of inputs of each decoder. (default: 2000 without --minutes)")
  var runs: Int?

  @Option(help: "How long to run, in minutes; the decoders take turns.")
  var minutes: Double?

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(parsing: .upToNextOption, help: "Only these decoders.")
  var decoder: [FuzzDecoder] = []

  func run() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let end = minutes.map { start + .seconds($0 * 60) }
    let maximum = runs ?? (minutes == nil ? 2_000 : .max)
    let decoders = decoder.isEmpty ? FuzzDecoder.allCases : decoder
    var outcomes: [FuzzDecoder: FuzzOutcome] = [:]
    var first = 0
    while first < maximum, end.map({ clock.now < $0 }) ?? true {
      let last = maximum - first > Self.batchSize ? first + Self.batchSize : maximum
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

/// The result of reading inputs.
struct FuzzOutcome {
  /// The number of inputs that were read.
  var count = 0
  /// What is wrong, each with the command that reads the input again.
  var findings: [String] = []
  var time = Duration.zero
  /// In MiB, of the processes that ended normally.
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
