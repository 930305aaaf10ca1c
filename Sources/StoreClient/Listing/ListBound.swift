import Synchronization

/// How long a list may be before the client stops reading it.
///
/// Without a bound, the client would never stop reading a list that never ends. The bound grows only with the records
/// that came: full pages prove that there is more to read, nearly empty pages do not. See [decision
/// 13](../../../docs/decisions/0013-lists-end-with-a-proof.md).
struct ListBound: Hashable, Sendable {
  /// Maximum of a list whose total the store does not state: 4,000 full pages.
  static let maximumWithoutTotal = 1_000_000
  /// Maximum number of pages with fewer than ``PageLimit/smallest`` records, which every collection allows per page.
  static let maximumThinPages = 100

  /// Maximum of a list whose total the store states.
  let maximumRecords: Int
  /// If the store states no total, a page with fewer records is the last one.
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
  /// Customers can share an email address in stores with several storefronts.
  ///
  /// A longer list comes from a store that does not know the filter and lists all its customers. Without a total, a
  /// page that is shorter than the vendor's shortest full page is the last one.
  static let customers = ListBound(maximumRecords: 4 * CustomerQuery.maximumCount, minimumFullPage: PageLimit.smallest)

  /// Why the client stops reading a list at this point; `nil` when it goes on.
  func excess(pages: Int, records: Int, total: Int?) -> ListingShift? {
    if let total, total > maximumRecords { return .tooLong(stated: total, maximum: maximumRecords) }
    let maximum = total == nil ? min(maximumRecords, Self.maximumWithoutTotal) : maximumRecords
    if records > maximum { return .endless(maximum: maximum) }
    if pages > Self.maximumThinPages + records / PageLimit.smallest { return .thinPages(pages: pages, records: records) }
    return nil
  }
}

/// How many records per page the whole process asks for: the larger number until the store refuses it once.
final class PageLimit: Sendable {
  /// The maximum of v3 collections in general, and what the vendor asks clients to use.
  static let largest = 250
  /// What every collection allows.
  static let smallest = 50

  private let limit = Atomic(largest)

  var current: Int { limit.load(ordering: .relaxed) }

  /// Records that the store refused ``largest``.
  func refuse() { limit.store(Self.smallest, ordering: .relaxed) }
}
