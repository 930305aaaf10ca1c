package import SegmentModel

extension StoreClient {
  /// Creates a segment: `POST /segments`, one a request.
  ///
  /// - Throws: ``StoreError``: `conflict` when the name is taken, which is also what a repeated request gets whose first answer
  ///   was lost; `CancellationError`.
  package func createSegment(_ segment: NewSegment) async throws -> StoreSegment {
    StoreSegment(try await answer(WireOneRecord<WireSegment>.self, to: .createSegment(segment)).record)
  }

  /// Sets a segment's name, description or both; `nil` leaves one as it is: `PUT /segments`.
  ///
  /// Safe to repeat.
  ///
  /// - Throws: ``StoreError``; `CancellationError`.
  package func updateSegment(_ id: SegmentID, name: String?, description: String?) async throws {
    try await carryOut(.updateSegment(id, name: name, description: description))
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
