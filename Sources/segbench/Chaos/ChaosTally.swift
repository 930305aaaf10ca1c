import StoreSimulator

/// What rounds of chaos came to.
struct ChaosTally {
  private var rounds = 0
  private var runs: [ChaosRunEnd: Int] = [:]
  private var requests = 0
  private var hits: [FaultKind: Int] = [:]
  private var foreignChanges = 0
  private var limitViolations = 0
  private var overQuota = 0
  private var problems: [ChaosProblem.Kind: Int] = [:]

  mutating func add(_ result: ChaosResult) {
    rounds += 1
    runs.merge(result.ends) { $0 + $1 }
    requests += result.requests
    hits.merge(result.hits) { $0 + $1 }
    foreignChanges += result.foreignChanges
    limitViolations += result.limitViolations
    overQuota += result.overQuota
    for problem in result.problems { problems[problem.kind, default: 0] += 1 }
  }

  var isClean: Bool { problems.isEmpty && limitViolations == 0 }

  /// A line a figure, with fixed names that a script can look for.
  var text: String {
    var lines = [
      "rounds                 \(rounds)",
      "applies                \(runs.values.reduce(0, +))",
    ]
    lines += ChaosRunEnd.allCases.map { Self.line("  \($0.rawValue)", runs[$0, default: 0]) }
    lines.append("requests               \(requests)")
    lines.append("changes by others      \(foreignChanges)")
    lines.append("faults hit             \(hits.values.reduce(0, +))")
    lines += FaultKind.allCases.filter { hits[$0, default: 0] > 0 }.map { Self.line("  \($0.rawValue)", hits[$0, default: 0]) }
    lines.append("answers over quota     \(overQuota)")
    lines.append("limit violations       \(limitViolations)")
    lines += ChaosProblem.Kind.allCases.map { Self.line($0.rawValue, problems[$0, default: 0]) }
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ count: Int) -> String {
    name + String(repeating: " ", count: max(1, 23 - name.count)) + "\(count)"
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

/// What a round came to.
struct ChaosResult {
  var ends: [ChaosRunEnd: Int] = [:]
  var requests = 0
  var hits: [FaultKind: Int] = [:]
  var foreignChanges = 0
  /// Batches over 50, more than ten in flight, and removals without ids.
  var limitViolations = 0
  var overQuota = 0
  var problems: [ChaosProblem] = []
}
