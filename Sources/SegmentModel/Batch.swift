/// The members of one request: 1 to 50, ascending and unique.
///
/// The client adds and removes nothing but batches. The vendor empties a segment when a removal names no ids, so a
/// removal is of a type that cannot be without ids.
package struct Batch: Hashable, Sendable {
  /// The vendor's limit: *Limit of Shopper Profiles per request is 50* (segments.v3.yml, add).
  ///
  /// The vendor states no limit for removals. With the same one their address stays near 1,900 bytes.
  package static let maximumCount = 50

  package let members: MemberSet

  /// `nil` without members, or with more than ``maximumCount``.
  package init?(_ members: MemberSet) {
    guard (1...Self.maximumCount).contains(members.count) else { return nil }
    self.members = members
  }

  package var count: Int { members.count }

  /// The set cut into as few batches as possible, in ascending order; none for an empty set.
  package static func batches(of members: MemberSet) -> [Batch] {
    stride(from: 0, to: members.count, by: maximumCount).compactMap { start in
      Batch(MemberSet(members.ids[start..<min(start + maximumCount, members.count)]))
    }
  }

  /// What is left of the batch without these members; `nil` when nothing is left.
  package func subtracting(_ done: MemberSet) -> Batch? {
    Batch(members.subtracting(done))
  }

  /// The two halves of the batch; `nil` when it has only one member.
  package var halves: (Batch, Batch)? {
    let middle = count / 2
    guard let left = Batch(MemberSet(members.ids[..<middle])), let right = Batch(MemberSet(members.ids[middle...])) else {
      return nil
    }
    return (left, right)
  }
}

/// The customers of one request to create shopper profiles: 1 to 50, ascending and unique.
package struct CustomerBatch: Hashable, Sendable {
  /// The vendor states no limit for this request.
  ///
  /// The limit for members is safe.
  package static let maximumCount = 50

  package let customers: [CustomerID]

  /// `nil` without customers, or with more than ``maximumCount`` different ones.
  package init?(_ customers: some Sequence<CustomerID>) {
    let unique = Set(customers).sorted()
    guard (1...Self.maximumCount).contains(unique.count) else { return nil }
    self.customers = unique
  }

  /// The customers cut into as few batches as possible, in ascending order; none for no customers.
  package static func batches(of customers: some Sequence<CustomerID>) -> [CustomerBatch] {
    let unique = Set(customers).sorted()
    return stride(from: 0, to: unique.count, by: maximumCount).compactMap { start in
      CustomerBatch(unique[start..<min(start + maximumCount, unique.count)])
    }
  }

  /// The two halves of the batch; `nil` when it has only one customer.
  package var halves: (CustomerBatch, CustomerBatch)? {
    let middle = customers.count / 2
    guard let left = CustomerBatch(customers[..<middle]), let right = CustomerBatch(customers[middle...]) else { return nil }
    return (left, right)
  }
}
