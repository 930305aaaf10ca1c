package import SegmentModel

/// A segment as the store lists it.
package struct StoreSegment: Hashable, Sendable {
  package let id: SegmentID
  package let name: String
  /// Empty when there is none.
  package let description: String

  init(_ wire: WireSegment) {
    id = wire.id.id
    name = wire.name
    description = wire.description ?? ""
  }
}

extension StoreClient {
  /// All segments of the store, at most 1,000, in the store's order: `GET /segments`.
  ///
  /// - Throws: ``StoreError``, of the kind `listingNeverSettled` when the list shifts under every reading; `CancellationError`.
  package func listSegments() async throws -> [StoreSegment] {
    try await listing(.segments, request: StoreRequest.listSegments, key: \WireSegment.id.id).map(StoreSegment.init)
  }

  /// The segment with this id, or `nil`: `GET /segments?id:in=…`.
  ///
  /// - Throws: ``StoreError``, of the kind `malformed` for an answer that names only other segments: a store that does not know the filter
  ///   says nothing about this one. `CancellationError`.
  package func findSegment(_ id: SegmentID) async throws -> StoreSegment? {
    let found = try await answer(WireRecords<WireSegment>.self, to: .findSegment(id)).data
    if let segment = found.first(where: { $0.id.id == id }) { return StoreSegment(segment) }
    guard found.isEmpty else {
      throw StoreError(StoreCall(.findSegment(id)), .malformed(expected: "the segment that was asked for, or none"))
    }
    return nil
  }
}
