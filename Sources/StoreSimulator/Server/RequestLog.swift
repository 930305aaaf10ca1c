package import SegmentModel

/// A request to the store: an item of `GET /_sim/log`.
package struct RequestRecord: Encodable, Hashable, Sendable {
  /// In capitals.
  package let method: String
  /// From the root, as it was sent, without the query.
  package let path: String
  /// As it was sent, without the question mark; empty when the request had no query.
  package let query: String
  /// `nil` while there is no answer, and when none was sent.
  @OrNull package internal(set) var status: Int?
  /// The profile or segment ids in `id:in` or else in the body, in the order of the request.
  package let ids: [UUIDBits]
  /// How many requests were in flight when it came, including itself.
  package let inFlight: Int

  /// Whether this is a `DELETE` without ids, which empties a segment or deletes everything.
  package var isUnboundedDelete: Bool { method == "DELETE" && ids.isEmpty }
}

/// The counts of a run, as `GET /_sim/stats` shows them.
package struct SimulatorStatistics: Codable, Hashable, Sendable {
  /// Requests to the store by kind; a request without a valid token or address has no kind.
  package internal(set) var requests: [RequestKind: Int] = [:]
  /// The maximum number of requests in flight at once.
  package internal(set) var mostInFlight = 0
  /// Adds and removals with more than 50 ids.
  package internal(set) var batchesTooLarge = 0
  /// Requests that came while ten were in flight.
  package internal(set) var tooManyInFlight = 0
  /// Requests that came after the quota was used up.
  package internal(set) var overQuota = 0
  /// How long the fault `latency` held up requests, in total.
  package internal(set) var delay = Duration.zero

  /// How often the documented limits were exceeded, in total.
  package var violations: Int { batchesTooLarge + tooManyInFlight + overQuota }
}
