package import SegmentModel

extension StoreClient {
  /// All segments of the store, at most 1,000, in the store's order: `GET /segments`.
  package func listSegments() async throws -> [LiveSegment] {
    try await listing(.segments, request: StoreRequest.listSegments, key: \WireSegment.id).map(\.segment)
  }

  /// The segment with this id, or `nil`: `GET /segments?id:in=…`.
  ///
  /// - Throws: ``StoreError`` of the kind `malformed` for an answer that names only other segments: the store may not
  ///   know the filter, so the answer does not prove that this segment is missing.
  package func findSegment(_ id: SegmentID) async throws -> LiveSegment? {
    let found = try await answer(WireRecords<WireSegment>.self, to: .findSegment(id)).data
    if let segment = found.first(where: { $0.id == id }) { return segment.segment }
    guard found.isEmpty else {
      throw StoreError(StoreCall(.findSegment(id)), .malformed(expected: "the requested segment, or none"))
    }
    return nil
  }

  /// Creates a segment: `POST /segments`, one per request.
  ///
  /// - Returns: The segment; `nil` when the store accepts the request but its answer names no segment.
  /// - Throws: ``StoreError``: `conflict` when the name is taken, also by an earlier attempt whose answer was lost;
  ///   `malformed` when the answer names another segment, whose members must not change.
  package func createSegment(name: String, description: String) async throws -> LiveSegment? {
    let request = StoreRequest.createSegment(name: name, description: description)
    let created = try await answer(WireRecords<WireSegment>.self, to: request).data
    guard created.count <= 1, created.allSatisfy({ $0.name == name }) else {
      throw StoreError(StoreCall(request), .malformed(expected: "the new segment"))
    }
    return created.first?.segment
  }

  /// Sets a segment's name, description or both: `PUT /segments`; `nil` keeps the old value.
  ///
  /// Safe to repeat.
  ///
  /// - Throws: ``StoreError`` of the kind `malformed` when the answer names another segment, or lacks the change.
  package func updateSegment(_ id: SegmentID, name: String?, description: String?) async throws {
    let request = StoreRequest.updateSegment(id, name: name, description: description)
    let updated = try await answer(WireRecords<WireSegment>.self, to: request).data.map(\.segment)
    let isDone = updated.allSatisfy {
      $0.id == id && $0.name == name ?? $0.name && $0.description == description ?? $0.description
    }
    guard isDone else { throw StoreError(StoreCall(request), .malformed(expected: "the segment with the requested change")) }
  }

  /// Deletes this segment: `DELETE /segments?id:in=…`; its shopper profiles stay.
  ///
  /// Safe to repeat.
  package func deleteSegment(_ id: SegmentID) async throws {
    try await carryOut(.deleteSegment(id))
  }
}
