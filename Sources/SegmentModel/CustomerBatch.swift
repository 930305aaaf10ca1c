/// The customers of one request to create shopper profiles: at least one, at most 50, ascending and unique.
package struct CustomerBatch: Hashable, Sendable {
  /// No limit is stated for profiles a request; the one of members is safe (wire reference, open question 5).
  package static let maximumCount = 50

  /// The customers: 1 to ``maximumCount``.
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
