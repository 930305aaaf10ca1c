/// Something of the talk with the store that people who watch may want to know.
package enum StoreClientEvent: Hashable, Sendable {
  /// Our part of the store's quota is used up: nothing is sent for this long.
  case quotaUsedUp(for: Duration)
  /// The store answered 429: nothing is sent for this long.
  case pausedByStore(for: Duration)
  /// A request failed and is sent again after this pause; `error` tells which, and how often it was sent.
  case retrying(StoreError, after: Duration)
}
