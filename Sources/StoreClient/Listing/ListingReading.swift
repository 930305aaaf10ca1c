import SegmentModel

/// One reading of a list, from its first page to its last.
struct ListingReading<Record: Decodable & Sendable, Key: Hashable & Sendable>: Sendable {
  let client: StoreClient
  /// Records a page.
  let limit: Int
  let bound: ListBound
  let request: @Sendable (PageRequest) -> StoreRequest
  /// What tells records apart.
  let key: @Sendable (Record) -> Key

  /// The records in the store's order, or why the reading does not count.
  func result() async throws -> Result<[Record], ListingShift> {
    var assembly = ListingAssembly<Record, Key>(limit: limit, bound: bound, key: key)
    var first = try await read(1)
    // An answer that holds nothing at all may be a mistake of something in between: a list is empty if the store says so twice.
    if first.isBlank { first = try await read(1) }
    tell(.membersToList(first.pagination?.total ?? 0))
    tell(.membersListed(first.data.count))
    assembly.receive(first, number: 1)
    if let total = first.pagination?.total, let last = first.pagination?.totalPages, last > 1 {
      // Every page but the only one holds a record; more pages than records would be read for nothing, or for ever.
      guard last <= total else { return .failure(.tooManyPages(total: total, pages: last)) }
      try await readPages(to: last, into: &assembly)
    }
    while let number = assembly.promisedPage, let next = try await page(number) {
      assembly.receive(next, number: number)
    }
    return assembly.result()
  }

  /// Reads page 2 to the last one, several at once.
  private func readPages(to last: Int, into assembly: inout ListingAssembly<Record, Key>) async throws {
    guard assembly.shift == nil else { return }
    try await withThrowingTaskGroup(of: (Int, WirePage<Record>?).self) { group in
      var numbers = (2...last).makeIterator()
      // As many tasks as the gate can serve, not one a page: a million members have 4,000 pages.
      for _ in 0..<ConcurrencyLimit.vendorLimit {
        guard let number = numbers.next() else { break }
        group.addTask { (number, try await page(number)) }
      }
      while let (number, page) = try await group.next() {
        tell(.membersListed(page?.data.count ?? 0))
        if let page { assembly.receive(page, number: number) } else { assembly.miss(number: number) }
        guard assembly.shift == nil else { return group.cancelAll() }
        if let number = numbers.next() {
          group.addTask { (number, try await self.page(number)) }
        }
      }
    }
  }

  /// Only members are worth a word: other lists are short.
  private func tell(_ progress: ReadingProgress) {
    if bound == .members { client.settings.onEvent(.reading(progress)) }
  }

  private func read(_ number: Int) async throws -> WirePage<Record> {
    try await client.answer(WirePage<Record>.self, to: request(PageRequest(number: number, limit: limit)))
  }

  /// Page 2 or a later one; `nil` when it is not there.
  ///
  /// That says nothing of the list itself: what lies past the last page the vendor does not document, and the last page of a list
  /// that shrinks is gone. Page 1 alone tells whether there is a list.
  private func page(_ number: Int) async throws -> WirePage<Record>? {
    do {
      let page = try await read(number)
      return page.data.isEmpty ? nil : page
    } catch let error as StoreError where error.kind == .notFound {
      return nil
    }
  }
}
