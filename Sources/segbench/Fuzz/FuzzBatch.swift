import ArgumentParser
import Subprocess

/// A range of inputs of one decoder, which a process of its own reads.
struct FuzzBatch {
  /// How many seconds of work one input may take: far more than any of them needs.
  fileprivate static let deadlineSeconds = 20
  /// The memory that reading an input may take, in MiB.
  fileprivate static let maximumMegabytes = 1024

  fileprivate static let caseMark = "at "
  fileprivate static let problemMark = "problem "
  fileprivate static let peakMark = "peak "

  let inputs: FuzzInput
  let numbers: Range<Int>

  /// Reads all inputs, whatever becomes of the processes that read them.
  ///
  /// - Throws: What starting a process runs into.
  func run() async throws -> FuzzOutcome {
    var outcome = FuzzOutcome()
    var next = numbers.lowerBound
    while next < numbers.upperBound {
      let result = try await Subprocess.run(
        .name("env"),
        arguments: [
          ChildProgram.own, "fuzz-cases", "--decoder", inputs.decoder.rawValue, "--seed", "\(inputs.seed)", "--first", "\(next)",
          "--count", "\(numbers.upperBound - next)",
        ],
        input: .none,
        output: .string(limit: 16 << 20),
        error: .string(limit: 16 << 20)
      )
      var last: Int?
      for line in result.standardOutput.split(separator: "\n") {
        if line.hasPrefix(Self.caseMark), let number = Int(line.dropFirst(Self.caseMark.count)) {
          last = number
        } else if line.hasPrefix(Self.problemMark), let last {
          outcome.findings.append(finding(last, String(line.dropFirst(Self.problemMark.count))))
        } else if line.hasPrefix(Self.peakMark), let peak = Int(line.dropFirst(Self.peakMark.count)) {
          outcome.peakMegabytes = max(outcome.peakMegabytes, peak)
        }
      }
      let ended = last ?? next
      switch result.terminationStatus {
      case .exited(0), .exited(1): break
      case .exited(let code): outcome.findings.append(finding(ended, "ended with exit status \(code)"))
      case .signaled(let signal):
        let words = result.standardError.split(separator: "\n").first { $0.contains("rror:") }.map { ": \($0.prefix(300))" }
        let what =
          ProcessUse.deadlineSignals.contains(signal)
          ? "took over \(Self.deadlineSeconds) s of work" : "crashed with signal \(signal)"
        outcome.findings.append(finding(ended, what + (words ?? "")))
      }
      outcome.count += ended + 1 - next
      next = ended + 1
    }
    return outcome
  }

  private func finding(_ number: Int, _ what: String) -> String {
    let name = inputs.decoder.rawValue
    return "\(name) \(number): \(what)\n  segbench fuzz-cases --decoder \(name) --seed \(inputs.seed) --first \(number)"
  }
}

/// `segbench fuzz-cases`: the process that `segbench fuzz` starts to read some inputs, since one of them may be its end.
struct FuzzCasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz-cases",
    abstract: "Read some inputs of one decoder, or print one.",
    shouldDisplay: false
  )

  @Option(help: "What reads them.")
  var decoder: FuzzDecoder

  @Option(help: "The seed.")
  var seed: UInt64

  @Option(help: "The number of the first input.")
  var first: Int

  @Option(help: "How many inputs.")
  var count = 1

  @Flag(help: "Print the first input in hexadecimal digits and read none.")
  var show = false

  func run() async throws {
    let inputs = FuzzInput(decoder: decoder, seed: seed)
    if show {
      Bench.say(inputs.bytes(first).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
      return
    }
    ProcessUse.confine()
    for number in first..<first + max(count, 0) {
      let input = inputs.bytes(number)
      Bench.say("\(FuzzBatch.caseMark)\(number)")
      ProcessUse.setDeadline(seconds: FuzzBatch.deadlineSeconds)
      let problem = await decoder.problem(with: input)
      if let problem { Bench.say("\(FuzzBatch.problemMark)\(problem.replacing("\n", with: " "))") }
      let megabytes = ProcessUse.peakMegabytes
      if megabytes > FuzzBatch.maximumMegabytes {
        Bench.say("\(FuzzBatch.problemMark)took \(megabytes) MiB of memory")
        // The peak stays with the process: a new one goes on.
        throw ExitCode.failure
      }
    }
    Bench.say("\(FuzzBatch.peakMark)\(ProcessUse.peakMegabytes)")
  }
}
