import ArgumentParser

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
      FuzzProcess.say(inputs.bytes(first).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
      return
    }
    FuzzProcess.confine()
    for number in first..<first + max(count, 0) {
      let input = inputs.bytes(number)
      FuzzProcess.say("\(FuzzBatch.caseMark)\(number)")
      FuzzProcess.setDeadline(seconds: FuzzBatch.deadlineSeconds)
      let problem = await decoder.problem(with: input)
      if let problem { FuzzProcess.say("\(FuzzBatch.problemMark)\(problem.replacing("\n", with: " "))") }
      let megabytes = FuzzProcess.peakMegabytes
      if megabytes > FuzzBatch.mostMegabytes {
        FuzzProcess.say("\(FuzzBatch.problemMark)took \(megabytes) MiB of memory")
        // The peak stays with the process: a new one goes on.
        throw ExitCode.failure
      }
    }
    FuzzProcess.say("\(FuzzBatch.peakMark)\(FuzzProcess.peakMegabytes)")
  }
}
