package import SegmentModel

/// A request that the store has had, as `GET /_sim/log` shows it.
package struct RequestRecord: Hashable, Sendable {
  /// In capitals.
  package let method: String
  /// From the root, as it was sent, without the query.
  package let path: String
  /// As it was sent, without the question mark; empty when there was none.
  package let query: String
  /// `nil` as long as there is no answer, and when none was given.
  package internal(set) var status: Int?
  /// The profile or segment ids in the body or in `id:in`, in the order of the request; what is no UUID is left out.
  package let ids: [UUIDBits]
  /// How many requests were in flight when it came, itself among them.
  package let inFlight: Int

  /// Whether this is a `DELETE` that has no ids, and so empties a segment or deletes all there is.
  package var isUnboundedDelete: Bool { method == "DELETE" && ids.isEmpty }
}

/// What a run has come to; `GET /_sim/stats` shows it.
package struct SimulatorStatistics: Codable, Hashable, Sendable {
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
