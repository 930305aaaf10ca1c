package import SegmentModel

extension StoreClient {
  /// All members of a segment, proved complete: `GET /segments/{id}/shopper-profiles`, which needs the scope `modify`.
  ///
  /// - Throws: ``StoreError``: `notFound` when the segment is gone, `listingNeverSettled` when the list shifts under every
  ///   reading; `CancellationError`.
  package func listMembers(of segment: SegmentID) async throws -> MemberSet { try await listProfiles(of: segment).profiles }

  /// The number of members that the store counts in a segment, in one request; `nil` if the answer has no count.
  ///
  /// - Throws: ``StoreError``; `CancellationError`.
  package func memberCount(of segment: SegmentID) async throws -> Int? {
    try await answer(WirePage<WireProfile>.self, to: .listMembers(segment, PageRequest(number: 1, limit: 1))).pagination?.total
  }

  /// All members of a segment, as ``listMembers(of:)`` gives them, with the customer number of each.
  ///
  /// - Throws: As ``listMembers(of:)``.
  package func listProfiles(of segment: SegmentID) async throws -> CustomerNumbers {
    let records = try await listing(.members, request: { .listMembers(segment, $0) }, key: \WireProfile.id.id)
    var customers = CustomerNumbers(of: MemberSet(records.map(\.id.id)))
    for record in records { if let customer = record.customer { customers.learn(customer, of: record.id.id) } }
    return customers
  }
}
