/// The ids of one request: 1 to 50, ascending and unique.
///
/// The client adds and removes nothing but batches. The vendor empties a segment when a removal names no ids, so a
/// removal is of a type that cannot be without ids.
package struct IDBatch<ID: Hashable & Comparable & Sendable>: Hashable, Sendable {
  /// The vendor's limit: *Limit of Shopper Profiles per request is 50* (segments.v3.yml, add).
  ///
  /// The vendor states no limit for removals and for creating shopper profiles. With the same one the address of a
  /// removal stays near 1,900 bytes.
  package static var maximumCount: Int { 50 }

  fileprivate let ids: [ID]

  /// `nil` without ids, or with more than ``maximumCount``.
  fileprivate init?(ascendingUnique ids: some Collection<ID>) {
    guard (1...Self.maximumCount).contains(ids.count) else { return nil }
    self.ids = Array(ids)
  }

  /// The ids cut into as few batches as possible, in ascending order; none for no ids.
  fileprivate static func batches(ascendingUnique ids: [ID]) -> [Self] {
    stride(from: 0, to: ids.count, by: maximumCount).compactMap { start in
      Self(ascendingUnique: ids[start..<min(start + maximumCount, ids.count)])
    }
  }

  /// The two halves of the batch; `nil` when it has only one id.
  package var halves: (Self, Self)? {
    let middle = ids.count / 2
    guard let left = Self(ascendingUnique: ids[..<middle]), let right = Self(ascendingUnique: ids[middle...]) else { return nil }
    return (left, right)
  }
}

/// The members that one request adds or removes.
package typealias Batch = IDBatch<ShopperProfileID>

extension IDBatch<ShopperProfileID> {
  package init?(_ members: MemberSet) { self.init(ascendingUnique: members.ids) }

  package var members: MemberSet { MemberSet(ids) }

  package var count: Int { ids.count }

  package static func batches(of members: MemberSet) -> [Batch] { batches(ascendingUnique: members.ids) }

  /// What is left of the batch without these members; `nil` when nothing is left.
  package func subtracting(_ done: MemberSet) -> Batch? { Batch(members.subtracting(done)) }
}

/// The customers for whom one request creates shopper profiles.
package typealias CustomerBatch = IDBatch<CustomerID>

extension IDBatch<CustomerID> {
  package init?(_ customers: some Sequence<CustomerID>) { self.init(ascendingUnique: Set(customers).sorted()) }

  package var customers: [CustomerID] { ids }

  package static func batches(of customers: some Sequence<CustomerID>) -> [CustomerBatch] {
    batches(ascendingUnique: Set(customers).sorted())
  }
}
