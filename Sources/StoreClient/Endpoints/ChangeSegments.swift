package import SegmentModel

extension StoreClient {
  /// Creates a segment: `POST /segments`, one a request.
  ///
  /// - Returns: The segment; `nil` when the store accepts the request and its answer names no segment.
  /// - Throws: ``StoreError``: `conflict` when the name is taken, which is also what a repeated request gets whose first answer
  ///   was lost; `malformed` when the answer names another segment, whose members must not be touched; `CancellationError`.
  package func createSegment(_ segment: NewSegment) async throws -> StoreSegment? {
    let created = try await answer(WireRecords<WireSegment>.self, to: .createSegment(segment)).data
    guard created.count <= 1, created.allSatisfy({ $0.name == segment.name }) else {
      throw StoreError(StoreCall(.createSegment(segment)), .malformed(expected: "the one segment that was to be created"))
    }
    return created.first.map(StoreSegment.init)
  }

  /// Sets a segment's name, description or both; `nil` leaves one as it is: `PUT /segments`.
  ///
  /// Safe to repeat.
  ///
  /// - Throws: ``StoreError``, of the kind `malformed` when the answer names another segment, or this one without the change;
  ///   `CancellationError`.
  package func updateSegment(_ id: SegmentID, name: String?, description: String?) async throws {
    let request = StoreRequest.updateSegment(id, name: name, description: description)
    let updated = try await answer(WireRecords<WireSegment>.self, to: request).data.map(StoreSegment.init)
    let isDone = updated.allSatisfy {
      $0.id == id && $0.name == name ?? $0.name && $0.description == description ?? $0.description
    }
    guard isDone else { throw StoreError(StoreCall(request), .malformed(expected: "the segment as it was to be changed")) }
  }

  /// Deletes this one segment; its profiles stay: `DELETE /segments?id:in=…`.
  ///
  /// Safe to repeat.
  ///
  /// - Throws: ``StoreError``; `CancellationError`.
  package func deleteSegment(_ id: SegmentID) async throws {
    try await carryOut(.deleteSegment(id))
  }
}
