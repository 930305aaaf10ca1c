package import SegmentModel

extension StoreClient {
  /// Creates a segment: `POST /segments`, one a request.
  ///
  /// - Throws: ``StoreError``: `conflict` when the name is taken, which is also what a repeated request gets whose first answer was lost.
  package func createSegment(_ segment: NewSegment) async throws -> StoreSegment {
    let request = StoreRequest.createSegment(segment)
    let response = try await answer(to: request)
    let created = try decode(WirePage<WireSegment>.self, from: response, to: request).data
    guard let first = created.first, created.count == 1, first.name == segment.name else {
      throw StoreError(
        StoreCall(request, status: response.status, requestID: response.requestID),
        .malformed(expected: "the one segment that was created at data")
      )
    }
    return StoreSegment(first)
  }

  /// Sets a segment's name, description or both; `nil` leaves one as it is: `PUT /segments`.
  ///
  /// Safe to repeat.
  package func updateSegment(_ id: SegmentID, name: String?, description: String?) async throws {
    _ = try await answer(to: .updateSegment(id, name: name, description: description))
  }

  /// Deletes this one segment; its profiles stay: `DELETE /segments?id:in=…`.
  ///
  /// Safe to repeat.
  package func deleteSegment(_ id: SegmentID) async throws {
    _ = try await answer(to: .deleteSegment(id))
  }
}
