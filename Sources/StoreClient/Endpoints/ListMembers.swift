package import SegmentModel

extension StoreClient {
  /// All members of a segment, proved complete: `GET /segments/{id}/shopper-profiles`, which needs the scope `modify`.
  ///
  /// - Throws: ``StoreError``: `notFound` when the segment is gone, `listingNeverSettled` when the list shifts under every
  ///   reading; `CancellationError`.
  package func listMembers(of segment: SegmentID) async throws -> MemberSet {
    let records = try await listing(.members, request: { .listMembers(segment, $0) }, key: \WireProfile.id.id)
    return MemberSet(records.map(\.id.id))
  }
}
