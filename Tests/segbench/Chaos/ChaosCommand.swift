import ArgumentParser
import Reconciliation
import StoreSimulator

/// `segbench chaos`.
struct ChaosCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chaos",
    abstract: "Apply random configurations to a store in which random things go wrong.",
    discussion: """
      Each round makes up a store, manifests, faults and a backend for the state, with another writer who changes the store meanwhile. It applies \
      until the store matches the manifests: with a new or a saved plan, sometimes interrupted once or twice. Every request is compared with the plan \
      that was shown, and with the vendor's limits. A round can be repeated with its seed alone.

      EXIT STATUS
        0   no change was lost or unreviewed, no limit exceeded, no lock left over
        1   one of these happened; each line says which, and in which round
      """
  )

  @Option(help: "The number of rounds.")
  var rounds = 100

  @Option(help: "The seed of the first round; each round adds 1.")
  var seed: UInt64 = 1

  @Option(help: "How applies read members: full or counts. With counts, others also exchange members one for one.")
  var refresh = "full"

  func validate() throws {
    if Refresh.Mode(rawValue: refresh) == nil { throw ValidationError("--refresh takes full or counts.") }
  }

  func run() async throws {
    var total = ChaosResult()
    for offset in 0..<UInt64(max(rounds, 0)) {
      let round = seed &+ offset
      let result = try await ChaosRound.run(seed: round, Refresh(Refresh.Mode(rawValue: refresh) ?? .full))
      for problem in result.problems { print("round \(round): \(problem)") }
      total.add(result)
    }
    print(total.text(rounds: max(rounds, 0)))
    guard total.problems.isEmpty, total.limitViolations == 0 else { throw ExitCode.failure }
  }
}

/// The result of one or more rounds.
struct ChaosResult {
  var ends: [ChaosRunEnd: Int] = [:]
  var requests = 0
  var hits: [FaultKind: Int] = [:]
  var foreignChanges = 0
  /// Batches over 50, more than ten in flight, and removals without ids.
  var limitViolations = 0
  var overQuota = 0
  var problems: [ChaosProblem] = []

  mutating func add(_ result: ChaosResult) {
    ends.merge(result.ends, uniquingKeysWith: +)
    requests += result.requests
    hits.merge(result.hits, uniquingKeysWith: +)
    foreignChanges += result.foreignChanges
    limitViolations += result.limitViolations
    overQuota += result.overQuota
    problems += result.problems
  }

  /// One figure per line, with fixed names for scripts.
  func text(rounds: Int) -> String {
    var lines = [("rounds", rounds), ("applies", ends.values.reduce(0, +))]
    lines += ChaosRunEnd.allCases.map { ("  \($0.rawValue)", ends[$0, default: 0]) }
    lines += [("requests", requests), ("changes by others", foreignChanges), ("faults hit", hits.values.reduce(0, +))]
    lines += FaultKind.allCases.filter { hits[$0, default: 0] > 0 }.map { ("  \($0.rawValue)", hits[$0, default: 0]) }
    lines += [("answers over quota", overQuota), ("limit violations", limitViolations)]
    lines += ChaosProblem.Kind.allCases.map { kind in (kind.rawValue, problems.count { $0.kind == kind }) }
    return lines.map { name, count in
      name + String(repeating: " ", count: max(1, 23 - name.count)) + "\(count)"
    }.joined(separator: "\n")
  }
}

/// How an apply ended.
enum ChaosRunEnd: String, CaseIterable {
  case complete
  case nothingToDo = "nothing to do"
  case incomplete
  case interrupted
  case stale
  case failed
  /// The server of the state does not keep what is written, or has no conditional writes.
  case refused = "state refused"
}

/// Something that must not happen.
struct ChaosProblem: CustomStringConvertible {
  enum Kind: String, CaseIterable {
    case lost = "lost changes"
    case unreviewed = "unreviewed changes"
    case notConverged = "not converged"
    case lockLeft = "locks left"
    case blamed = "others blamed"
  }

  let kind: Kind
  let what: String

  var description: String { "\(kind.rawValue): \(what)" }
}
