/// Something of the talk with the store that people who watch may want to know.
package enum StoreClientEvent: Hashable, Sendable {
  /// Our part of the store's quota is used up: nothing is sent for this long.
  case quotaUsedUp(for: Duration)
  /// The store answered 429: nothing is sent for this long.
  case pausedByStore(for: Duration)
  /// A request failed and is sent again after this pause; `error` tells which, and how often it was sent.
  case retrying(StoreError, after: Duration)
  /// Something more is to be read, or was read.
  case reading(ReadingProgress)
}

/// How far reading the store is.
///
/// Amounts are added up by whoever shows them.
package enum ReadingProgress: Hashable, Sendable {
  /// So many customers are to be looked up.
  case customersToLookUp(Int)
  case customersLookedUp(Int)
  /// A list has so many members.
  case membersToList(Int)
  case membersListed(Int)
}
