import Synchronization

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
