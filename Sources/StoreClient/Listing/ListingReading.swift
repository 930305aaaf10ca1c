import SegmentModel

/// One reading of a list, from its first page to its last.
struct ListingReading<Record: Decodable & Sendable>: Sendable {
  let client: StoreClient
  /// Records a page.
  let limit: Int
  let request: @Sendable (PageRequest) -> StoreRequest
  /// What tells records apart.
  let key: @Sendable (Record) -> UUIDBits

  /// The records in the store's order, or why the reading does not count.
  ///
  /// - Throws: ``StoreError``; `CancellationError`.
  func result() async throws -> Result<[Record], ListingShift> {
    var assembly = ListingAssembly<Record>(key: key)
    let first = try await client.answer(WirePage<Record>.self, to: request(PageRequest(number: 1, limit: limit)))
    assembly.receive(first, number: 1)
    if let total = first.meta?.pagination?.total, let last = first.meta?.pagination?.totalPages {
      // Every page but the only one holds a record; more pages than records would be read for nothing, or for ever.
      guard last <= max(total, 1) else { return .failure(.tooManyPages(total: total, pages: last)) }
      try await readPages(to: last, into: &assembly)
    } else {
      try await readOn(after: first, into: &assembly)
    }
    return assembly.result()
  }

  /// Reads page 2 to the last one, several at once.
  private func readPages(to last: Int, into assembly: inout ListingAssembly<Record>) async throws {
    guard last > 1, assembly.shift == nil else { return }
    try await withThrowingTaskGroup(of: (Int, WirePage<Record>?).self) { group in
      var numbers = (2...last).makeIterator()
      // As many tasks as the gate can serve, not one a page: a million members have 4,000 pages.
      for _ in 0..<ConcurrencyLimit.vendorLimit {
        guard let number = numbers.next() else { break }
        group.addTask { (number, try await page(number)) }
      }
      while let (number, page) = try await group.next() {
        if let page { assembly.receive(page, number: number) } else { assembly.miss(number: number) }
        guard assembly.shift == nil else { return group.cancelAll() }
        if let number = numbers.next() {
          group.addTask { (number, try await self.page(number)) }
        }
      }
    }
  }

  /// For a store that does not say how many pages there are: reads on until a page is empty, missing, or holds fewer records than
  /// the store puts on a page.
  ///
  /// Fewer than were asked for do not count: a store may put fewer on a page than it is asked for.
  private func readOn(after first: WirePage<Record>, into assembly: inout ListingAssembly<Record>) async throws {
    var seen = Set(first.data.map(key))
    var last = first
    var number = 1
    while !last.data.isEmpty, assembly.shift == nil {
      if let total = last.meta?.pagination?.total, assembly.count >= total { return }
      if let size = last.meta?.pagination?.perPage, last.data.count < size { return }
      number += 1
      guard let next = try await page(number) else { return }
      assembly.receive(next, number: number)
      // A store that sends the same page for every number would be read for ever.
      if next.data.contains(where: { !seen.insert(key($0)).inserted }) { assembly.findRepetition() }
      last = next
    }
  }

  /// Page 2 or a later one; `nil` when it is not there.
  ///
  /// That says nothing of the list itself: what lies past the last page the vendor does not document, and the last page of a list
  /// that shrinks is gone. Page 1 alone tells whether there is a list.
  private func page(_ number: Int) async throws -> WirePage<Record>? {
    do {
      let page = try await client.answer(WirePage<Record>.self, to: request(PageRequest(number: number, limit: limit)))
      return page.data.isEmpty ? nil : page
    } catch let error as StoreError where error.kind == .notFound {
      return nil
    }
  }
}
