import StoreSimulator

/// What a served store has come to, as it tells at its end.
struct StoreReport: Codable, Sendable {
  let lists: Int
  let adds: Int
  let removals: Int
  let mostInFlight: Int
  let violations: Int
  /// How long requests were held up, all together, in seconds.
  let waited: Double

  init(_ statistics: SimulatorStatistics) {
    lists = statistics.requests[.list] ?? 0
    adds = statistics.requests[.add] ?? 0
    removals = statistics.requests[.remove] ?? 0
    mostInFlight = statistics.mostInFlight
    violations = statistics.violations
    waited = statistics.delay / .seconds(1)
  }
}
