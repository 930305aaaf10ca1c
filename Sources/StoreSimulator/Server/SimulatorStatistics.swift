/// What a run has come to; `GET /_sim/stats` shows it.
package struct SimulatorStatistics: Hashable, Sendable {
  /// Requests to the store by kind; those without a valid token or address are in none.
  package internal(set) var requests: [RequestKind: Int] = [:]
  /// The most that were in flight at once.
  package internal(set) var mostInFlight = 0
  /// Adds and removals with more than 50 ids.
  package internal(set) var batchesTooLarge = 0
  /// Requests that came when ten were in flight.
  package internal(set) var tooManyInFlight = 0
  /// Requests that came when the quota was used up.
  package internal(set) var overQuota = 0
  /// How long requests were held up by the fault `latency`, all together.
  package internal(set) var delay = Duration.zero

  /// How often the documented limits were exceeded, all together.
  package var violations: Int { batchesTooLarge + tooManyInFlight + overQuota }
}
