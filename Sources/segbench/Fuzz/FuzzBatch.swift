import FoundationEssentials
import Subprocess

/// A range of inputs of one decoder, which a process of its own reads.
struct FuzzBatch {
  /// How many seconds of work one input may take: far more than any of them needs.
  static let deadlineSeconds = 20
  /// The memory that reading an input may take, in MiB.
  static let mostMegabytes = 1024

  static let caseMark = "at "
  static let problemMark = "problem "
  static let peakMark = "peak "

  let inputs: FuzzInput
  let numbers: Range<Int>

  /// What came of a batch.
  struct Outcome {
    /// The inputs that were read.
    var count = 0
    var findings: [FuzzFinding] = []
    /// In MiB; of processes that came to their end.
    var peakMegabytes = 0
  }

  /// Reads all inputs, whatever becomes of the processes that read them.
  ///
  /// - Throws: What starting a process runs into.
  func run() async throws -> Outcome {
    var outcome = Outcome()
    var next = numbers.lowerBound
    while next < numbers.upperBound {
      let result = try await Subprocess.run(
        .name("env"),
        arguments: [
          Self.program, "fuzz-cases", "--decoder", inputs.decoder.rawValue, "--seed", "\(inputs.seed)", "--first", "\(next)",
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
          FuzzProcess.deadlineSignals.contains(signal)
          ? "took over \(Self.deadlineSeconds) s of work" : "crashed with signal \(signal)"
        outcome.findings.append(finding(ended, what + (words ?? "")))
      }
      outcome.count += ended + 1 - next
      next = ended + 1
    }
    return outcome
  }

  private func finding(_ number: Int, _ what: String) -> FuzzFinding {
    FuzzFinding(decoder: inputs.decoder, seed: inputs.seed, number: number, what: what)
  }

  /// This very program, wherever it was started from.
  private static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ProcessInfo.processInfo.arguments[0]
  }
}
