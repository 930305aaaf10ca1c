import Logging

extension StoreClient {
  /// How often the client reads a list that changes meanwhile.
  static let maximumReadings = 5

  /// Reads a whole list: page 1 first, then the rest in parallel, and everything again if the list changed meanwhile.
  ///
  /// Pages have `limit` records, or as many as the store accepts for `nil`. The first reading continues after `page`, page 1 of that
  /// size. The pauses between readings grow.
  ///
  /// - Throws: ``StoreError`` of the kind `listingNeverSettled` after ``maximumReadings``, or after a final failure.
  func listing<Record: Decodable & Sendable, Key: Hashable & Sendable>(
    _ bound: ListBound,
    limit: Int? = nil,
    after page: WirePage<Record>? = nil,
    request: @Sendable @escaping (PageRequest) -> StoreRequest,
    key: @Sendable @escaping (Record) -> Key
  ) async throws -> [Record] {
    let first = PageRequest(number: 1, limit: limit ?? pageLimit.current)
    var reading = 1
    var page = page
    while true {
      let shift: ListingShift
      let size = limit ?? pageLimit.current
      do {
        defer { page = nil }
        let attempt = ListingReading(client: self, limit: size, bound: bound, known: page, request: request, key: key)
        switch try await attempt.result() {
        case .success(let records): return records
        case .failure(let failure): shift = failure
        }
      } catch let error as StoreError {
        // The vendor documents no maximum for these lists, so the store may refuse the limit and not the listing.
        guard case .rejected = error.kind, limit == nil, size != PageLimit.smallest else { throw error }
        pageLimit.refuse()
        continue
      }
      settings.logger.debug("listing shifted", metadata: ["reason": "\(shift)", "reading": "\(reading)"])
      guard reading < Self.maximumReadings, !shift.isFinal else {
        throw StoreError(StoreCall(request(first)), .listingNeverSettled(readings: reading, reason: "\(shift)"))
      }
      try await settings.time.pause(settings.retries.firstPause * reading)
      reading += 1
    }
  }
}
