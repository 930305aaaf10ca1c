import Logging

extension StoreClient {
  /// How often the client reads a list that changes meanwhile.
  static let maximumReadings = 5

  /// Reads a whole list: page 1 first, then the rest in parallel, and everything again if the list changed meanwhile.
  ///
  /// - Throws: ``StoreError`` of the kind `listingNeverSettled` when no reading proves itself complete.
  func listing<Record: Decodable & Sendable, Key: Hashable & Sendable>(
    _ bound: ListBound,
    request: @Sendable @escaping (PageRequest) -> StoreRequest,
    key: @Sendable @escaping (Record) -> Key
  ) async throws -> [Record] {
    try await settled(request(PageRequest(number: 1, limit: pageLimit.current))) {
      let limit = pageLimit.current
      func reading(_ limit: Int) -> ListingReading<Record, Key> {
        ListingReading(client: self, limit: limit, bound: bound, request: request, key: key)
      }
      do {
        return try await reading(limit).result()
      } catch let error as StoreError {
        // The vendor documents no maximum for these lists, so the store may refuse the limit and not the listing.
        guard case .rejected = error.kind, limit != PageLimit.smallest else { throw error }
        pageLimit.refuse()
        return try await reading(PageLimit.smallest).result()
      }
    }
  }

  /// Reads until a reading proves itself complete, with growing pauses; an error names `request`.
  ///
  /// - Throws: ``StoreError`` of the kind `listingNeverSettled` after ``maximumReadings``, or after a final failure.
  func settled<Value>(
    _ request: StoreRequest,
    _ read: () async throws -> Result<Value, ListingShift>
  ) async throws -> Value {
    var reading = 1
    while true {
      let shift: ListingShift
      switch try await read() {
      case .success(let value): return value
      case .failure(let failure): shift = failure
      }
      settings.logger.debug("listing shifted", metadata: ["reason": "\(shift)", "reading": "\(reading)"])
      guard reading < Self.maximumReadings, !shift.isFinal else {
        throw StoreError(StoreCall(request), .listingNeverSettled(readings: reading, reason: "\(shift)"))
      }
      try await settings.time.pause(settings.retries.firstPause * reading)
      reading += 1
    }
  }
}
