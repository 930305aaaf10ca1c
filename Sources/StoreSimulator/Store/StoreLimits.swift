/// The vendor's limits, each with its source.
package enum StoreLimits {
  /// *Limit of Shopper Profiles per request is 50* (segments.v3.yml, add).
  ///
  /// None is stated for removals.
  package static let membersARequest = 50
  /// *Limit of 10 concurrent requests* (segments.v3.yml; add, create and update).
  ///
  /// Counted here over all requests of the store, the strictest reading.
  package static let requestsInFlight = 10
  /// *Max total segments allowed per store is 1000* (segments.v3.yml, create).
  package static let segments = 1_000
  /// The general maximum of v3 collections; segments.v3.yml states none for these.
  package static let pageSize = 250
  /// The longest path and query together, in bytes.
  ///
  /// The vendor states none; 8 KiB is where common web servers stop.
  package static let addressBytes = 8 << 10
  /// The page size of a request that asks for none.
  package static let standardPageSize = 50
}
