import Logging
import SegmentModel

extension StoreClient {
  /// How often a shifting list is read before it is given up.
  static let maximumReadings = 5

  /// Reads a whole list: page 1 first, the rest in parallel within the gate; again if it shifted meanwhile.
  ///
  /// - Parameters:
  ///   - request: The request for a page.
  ///   - key: What tells records apart.
  /// - Returns: The records, each once, in the store's order.
  /// - Throws: ``StoreError``, of the kind `listingNeverSettled` when no reading proves itself complete; `CancellationError`.
  func listing<Record: Decodable & Sendable>(
    request: @Sendable @escaping (PageRequest) -> StoreRequest,
    key: @Sendable @escaping (Record) -> UUIDBits
  ) async throws -> [Record] {
    var reading = 1
    while true {
      let limit = pageLimit.current
      let shift: ListingShift
      do {
        switch try await ListingReading(client: self, limit: limit, request: request, key: key).result() {
        case .success(let records): return records
        case .failure(let failure): shift = failure
        }
      } catch let error as StoreError {
        // No maximum is documented for these lists: a refused limit is no refused listing.
        guard case .rejected = error.kind, limit != PageLimit.smallest else { throw error }
        pageLimit.refuse()
        continue
      }
      settings.logger.debug("listing shifted", metadata: ["reason": "\(shift)", "reading": "\(reading)"])
      guard reading < Self.maximumReadings else {
        let call = StoreCall(request(PageRequest(number: 1, limit: limit)))
        throw StoreError(call, .listingNeverSettled(readings: reading, reason: "\(shift)"))
      }
      try await settings.time.pause(settings.retries.firstPause * reading)
      reading += 1
    }
  }
}
