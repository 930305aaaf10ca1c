import Logging
import SegmentModel

extension StoreClient {
  /// How often a shifting list is read before it is given up.
  static let maximumReadings = 5
  /// The most records a page that v3 collections allow in general, and what the vendor asks clients to use.
  static let largestPage = 250
  /// What every collection takes; the fallback where 250 is refused.
  static let smallPage = 50
  /// A page number beyond any real list: 1,000,000 records at 50 a page, a hundredfold.
  private static let mostPages = 2_000_000

  /// Reads a whole list: page 1 first, the rest in parallel within the gate; again if it shifted meanwhile.
  ///
  /// - Parameters:
  ///   - request: The request for a page.
  ///   - key: What tells records apart.
  /// - Returns: The records, each once, in the store's order.
  func listing<Record: Decodable & Sendable>(
    request: @Sendable @escaping (PageRequest) -> StoreRequest,
    key: @Sendable @escaping (Record) -> UUIDBits
  ) async throws -> [Record] {
    var limit = Self.largestPage
    var reason = ""
    var reading = 1
    while reading <= Self.maximumReadings {
      do {
        switch try await readOnce(request: request, key: key, limit: limit) {
        case .success(let records): return records
        case .failure(let shift): reason = shift.reason
        }
      } catch let error as StoreError {
        // No maximum is documented for these lists: a refused limit is no refused listing.
        guard case .rejected = error.kind, limit != Self.smallPage else { throw error }
        limit = Self.smallPage
        continue
      }
      settings.logger.debug("listing shifted", metadata: ["reason": "\(reason)", "reading": "\(reading)"])
      if reading < Self.maximumReadings {
        try await Task.sleep(for: settings.retries.firstPause * reading)
      }
      reading += 1
    }
    let call = StoreCall(request(PageRequest(number: 1, limit: limit)))
    throw StoreError(call, .listingNeverSettled(readings: Self.maximumReadings, reason: reason))
  }

  private func readOnce<Record: Decodable & Sendable>(
    request: @Sendable @escaping (PageRequest) -> StoreRequest,
    key: @Sendable @escaping (Record) -> UUIDBits,
    limit: Int
  ) async throws -> Result<[Record], ListingShift> {
    var assembly = ListingAssembly<Record>(key: key)
    let first: WirePage<Record> = try await page(1, limit: limit, request: request)
    assembly.receive(page: 1, records: first.data, total: first.meta?.pagination?.total)
    guard let pageCount = first.meta?.pagination?.totalPages else {
      return try await readUntilShortPage(after: first, limit: limit, request: request, into: assembly)
    }
    guard pageCount <= Self.mostPages else {
      throw StoreError(StoreCall(request(PageRequest(number: 1, limit: limit))), .malformed(expected: "a possible page count"))
    }
    guard pageCount > 1 else { return assembly.result() }

    try await withThrowingTaskGroup(of: (Int, WirePage<Record>).self) { group in
      var next = 2
      // As many tasks as the gate can serve, not one a page: a million members have 4,000 pages.
      while next <= min(pageCount, 1 + ConcurrencyGate.vendorLimit) {
        let number = next
        group.addTask { (number, try await page(number, limit: limit, request: request)) }
        next += 1
      }
      while let (number, received) = try await group.next() {
        assembly.receive(page: number, records: received.data, total: received.meta?.pagination?.total)
        if next <= pageCount {
          let number = next
          group.addTask { (number, try await page(number, limit: limit, request: request)) }
          next += 1
        }
      }
    }
    return assembly.result()
  }

  /// For a store that does not say how many pages there are: a page that is not full is the last one.
  private func readUntilShortPage<Record: Decodable & Sendable>(
    after first: WirePage<Record>,
    limit: Int,
    request: @Sendable @escaping (PageRequest) -> StoreRequest,
    into assembly: ListingAssembly<Record>
  ) async throws -> Result<[Record], ListingShift> {
    var assembly = assembly
    var last = first
    var number = 1
    while last.data.count >= limit {
      number += 1
      last = try await page(number, limit: limit, request: request)
      assembly.receive(page: number, records: last.data, total: last.meta?.pagination?.total)
    }
    return assembly.result()
  }

  private func page<Record: Decodable & Sendable>(
    _ number: Int,
    limit: Int,
    request: @Sendable (PageRequest) -> StoreRequest
  ) async throws -> WirePage<Record> {
    let request = request(PageRequest(number: number, limit: limit))
    return try decode(WirePage<Record>.self, from: try await answer(to: request), to: request)
  }
}
