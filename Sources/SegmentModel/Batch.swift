/// The members of one request: at least one, at most 50, ascending and unique.
///
/// The only thing that the client's add and remove accept. A removal without ids empties the segment at the vendor's, so the type
/// that carries a removal cannot be without ids.
package struct Batch: Hashable, Sendable {
  /// How many members the vendor takes a request: *Limit of Shopper Profiles per request is 50* (segments.v3.yml, add).
  ///
  /// No limit is stated for removals; the same one keeps their address near 1,900 bytes.
  package static let maximumCount = 50

  package let members: MemberSet

  /// `nil` without members, or with more than ``maximumCount``.
  package init?(_ members: MemberSet) {
    guard (1...Self.maximumCount).contains(members.count) else { return nil }
    self.members = members
  }

  /// Without checks, for slices that ``batches(of:)`` cut to size.
  private init(trusted members: MemberSet) { self.members = members }

  /// How many members there are: 1 to ``maximumCount``.
  package var count: Int { members.count }

  /// The set cut into batches, in ascending order: ⌈count ÷ 50⌉ of them, none for an empty set.
  package static func batches(of members: MemberSet) -> [Batch] {
    stride(from: 0, to: members.count, by: maximumCount).map { start in
      Batch(trusted: MemberSet(members.ids[start..<Swift.min(start + maximumCount, members.count)]))
    }
  }

  /// What is left of the batch without these members; `nil` when nothing is left, since no batch is empty.
  package func subtracting(_ done: MemberSet) -> Batch? {
    Batch(members.subtracting(done))
  }

  /// The two halves of the batch; `nil` when it has only one member.
  package var halves: (Batch, Batch)? {
    guard count > 1 else { return nil }
    let middle = count / 2
    return (
      Batch(trusted: MemberSet(members.ids[..<middle])),
      Batch(trusted: MemberSet(members.ids[middle...]))
    )
  }
}

/// The customers of one request to create shopper profiles: at least one, at most 50, ascending and unique.
package struct CustomerBatch: Hashable, Sendable {
  /// No limit is stated for profiles a request; the one of members is safe (wire reference, open question 5).
  package static let maximumCount = 50

  package let customers: [CustomerID]

  /// `nil` without customers, or with more than ``maximumCount`` different ones.
  package init?(_ customers: some Sequence<CustomerID>) {
    let unique = Set(customers).sorted()
    guard (1...Self.maximumCount).contains(unique.count) else { return nil }
    self.customers = unique
  }

  /// The customers cut into batches, in ascending order: ⌈count ÷ 50⌉ of them, none for no customers.
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
