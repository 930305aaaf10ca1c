package import SegmentModel

extension StoreClient {
  /// Removes the members: `DELETE /segments/{id}/shopper-profiles?id:in=…`.
  ///
  /// Safe to repeat.
  ///
  /// A ``Batch`` has at least one member, so that the request never goes out without `id:in`, which would empty the segment.
  ///
  /// - Throws: ``StoreError``: `notFound` when the segment is gone, perhaps also when a profile was no member; the vendor does
  ///   not say. `CancellationError`.
  package func removeMembers(_ batch: Batch, from segment: SegmentID) async throws {
    try await carryOut(.removeMembers(segment, batch))
  }
}
