import ArgumentParser

/// `segbench chaos`.
struct ChaosCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chaos",
    abstract: "Apply random configurations to a store in which random things go wrong.",
    discussion: """
      Each round makes up a store, manifests and faults, with another writer who changes the store meanwhile, and applies until all is as \
      declared: planning anew or from saved plans, sometimes interrupted, once or twice. What is sent is held against the plan that was shown, and against \
      the vendor's limits. A round is repeated by its seed alone.

      EXIT STATUS
        0   nothing was lost, nothing unreviewed was done, no limit was exceeded, no lock left
        1   something was; the lines say what, in which round
      """
  )

  @Option(help: "How many rounds.")
  var rounds = 100

  @Option(help: "The seed of the first round; the others follow.")
  var seed: UInt64 = 1

  func run() async throws {
    var tally = ChaosTally()
    for offset in 0..<UInt64(max(rounds, 0)) {
      let round = seed &+ offset
      let result = try await ChaosRound(seed: round).run()
      for problem in result.problems { print("round \(round): \(problem)") }
      tally.add(result)
    }
    print(tally.text)
    if !tally.isClean { throw ExitCode.failure }
  }
}
