import ArgumentParser
import Subprocess

/// A range of inputs of one decoder, read in a separate process.
struct FuzzBatch {
  /// The CPU time that one input may take: far more than any needs.
  fileprivate static let deadlineSeconds = 20
  /// The memory that reading an input may take, in MiB.
  fileprivate static let maximumMegabytes = 1024

  fileprivate static let caseMark = "at "
  fileprivate static let problemMark = "problem "
  fileprivate static let peakMark = "peak "

  let inputs: FuzzInput
  let numbers: Range<Int>

  /// Reads all inputs, with a new process after each that ends early.
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

/// `segbench fuzz-cases`: the process that `segbench fuzz` starts, because an input may crash it.
struct FuzzCasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz-cases",
    abstract: "Read inputs of one decoder, or print one.",
    shouldDisplay: false
  )

  @Option(help: "The decoder.")
  var decoder: FuzzDecoder

  @Option(help: "The seed.")
  var seed: UInt64

  @Option(help: "The number of the first input.")
  var first: Int

  @Option(help: "The number of inputs.")
  var count = 1

  @Flag(help: "Print the first input in hexadecimal digits instead of reading it.")
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
      let megabytes = ProcessUse.peak() >> 20
      if megabytes > FuzzBatch.maximumMegabytes {
        Bench.say("\(FuzzBatch.problemMark)took \(megabytes) MiB of memory")
        // The process keeps its peak, so a new one continues.
        throw ExitCode.failure
      }
    }
    Bench.say("\(FuzzBatch.peakMark)\(ProcessUse.peak() >> 20)")
  }
}
