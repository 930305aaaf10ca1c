import Synchronization

/// How long a list may be before the client stops reading it.
///
/// A store that never ends its list, or counts records that do not come, would otherwise be read for ever. The bound grows only with what
/// came: full pages prove that there is more to read, nearly empty ones do not.
/// See [decision 13](../../../docs/decisions/0013-lists-end-with-a-proof.md).
struct ListBound: Hashable, Sendable {
  /// Records of a list whose total the store does not state: 4,000 full pages.
  static let maximumWithoutTotal = 1_000_000
  /// Pages with fewer than ``PageLimit/smallest`` records; every collection of the vendor's takes that many a page.
  static let maximumThinPages = 100

  /// Records of a list whose total the store states.
  let maximumRecords: Int
  /// Records of the shortest page that another one may follow, if the store does not state the total.
  var minimumFullPage = 1

  /// The vendor allows a store 1,000 segments.
  ///
  /// Ten times as many leave room for a store with a higher limit.
  static let segments = ListBound(maximumRecords: 10_000)
  /// The vendor states no limit.
  ///
  /// Ten million members are 40,000 pages, more than a store's quota serves in half an hour.
  static let members = ListBound(maximumRecords: 10_000_000)
  /// The vendor states no limit; a store keeps far fewer enabled at once.
  static let promotions = ListBound(maximumRecords: 10_000)
  /// Several customers can share one email address, in stores with several storefronts.
  ///
  /// Longer lists come from a store that does not know the filter and lists all its customers.
  ///
  /// Where such an answer states no total, a page that is shorter than the vendor's shortest full page is the last.
  static let customers = ListBound(maximumRecords: 4 * CustomerQuery.maximumCount, minimumFullPage: PageLimit.smallest)

  /// Why a list that has come this far is not read on; `nil` while it may be.
  func excess(pages: Int, records: Int, total: Int?) -> ListingShift? {
    if let total, total > maximumRecords { return .tooLong(stated: total, maximum: maximumRecords) }
    let maximum = total == nil ? min(maximumRecords, Self.maximumWithoutTotal) : maximumRecords
    if records > maximum { return .endless(maximum: maximum) }
    if pages > Self.maximumThinPages + records / PageLimit.smallest { return .thinPages(pages: pages, records: records) }
    return nil
  }
}

/// How many records to ask for a page, for the whole process: a store that refused the larger number once is not asked for it
/// again.
final class PageLimit: Sendable {
  /// The most records a page that v3 collections allow in general, and what the vendor asks clients to use.
  static let largest = 250
  /// What every collection takes.
  static let smallest = 50

  private let limit = Atomic(largest)

  /// ``largest`` until it was refused, then ``smallest``.
  var current: Int { limit.load(ordering: .relaxed) }

  /// Takes note that the store refused ``largest``.
  func refuse() { limit.store(Self.smallest, ordering: .relaxed) }
}
