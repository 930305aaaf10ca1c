/// One reading of a list, from its first page to its last.
struct ListingReading<Record: Decodable & Sendable, Key: Hashable & Sendable>: Sendable {
  let client: StoreClient
  /// Records per page.
  let limit: Int
  let bound: ListBound
  /// Page 1, if it is read already.
  let known: WirePage<Record>?
  let request: @Sendable (PageRequest) -> StoreRequest
  /// What identifies a record.
  let key: @Sendable (Record) -> Key

  /// The records in the store's order, or why the reading does not count.
  func result() async throws -> Result<[Record], ListingShift> {
    var assembly = ListingAssembly<Record, Key>(limit: limit, bound: bound, key: key)
    try await readPages(into: &assembly)
    let result = assembly.result()
    // The next reading starts from nothing, and so does its progress.
    if case .failure = result {
      report(.membersToList(-(assembly.total ?? 0)))
      report(.membersListed(-assembly.count))
    }
    return result
  }

  private func readPages(into assembly: inout ListingAssembly<Record, Key>) async throws {
    var first = if let known { known } else { try await read(1) }
    // A blank answer may come from something between here and the store. A list is empty if the store says so twice.
    if first.isBlank { first = try await read(1) }
    report(.membersToList(first.pagination?.total ?? 0))
    receive(first, number: 1, into: &assembly)
    if let total = first.pagination?.total, let last = first.pagination?.totalPages, last > 1 {
      // Each page of a list with several pages holds a record. Reading more pages than records would be endless.
      guard last <= total else { return assembly.fail(.tooManyPages(total: total, pages: last)) }
      try await readPages(to: last, into: &assembly)
    }
    while let number = assembly.promisedPage, let next = try await page(number) {
      receive(next, number: number, into: &assembly)
    }
  }

  /// Reads page 2 to the last one, several at once.
  private func readPages(to last: Int, into assembly: inout ListingAssembly<Record, Key>) async throws {
    guard assembly.shift == nil else { return }
    try await withThrowingTaskGroup(of: (Int, WirePage<Record>?).self) { group in
      var numbers = (2...last).makeIterator()
      // As many tasks as the gate can serve, not one per page: a million members have 4,000 pages.
      func start() {
        if let number = numbers.next() { group.addTask { (number, try await page(number)) } }
      }
      for _ in 0..<ConcurrencyLimit.vendorLimit { start() }
      while let (number, page) = try await group.next() {
        if let page {
          receive(page, number: number, into: &assembly)
        } else {
          assembly.fail(.pageGone(number: number))
        }
        guard assembly.shift == nil else { return group.cancelAll() }
        start()
      }
    }
  }

  private func receive(_ page: WirePage<Record>, number: Int, into assembly: inout ListingAssembly<Record, Key>) {
    assembly.receive(page, number: number)
    report(.membersListed(page.data.count))
  }

  /// Reports the progress of members only: other lists are short.
  private func report(_ progress: ReadingProgress) {
    if bound == .members { client.settings.onEvent(.reading(progress)) }
  }

  private func read(_ number: Int) async throws -> WirePage<Record> {
    try await client.answer(WirePage<Record>.self, to: request(PageRequest(number: number, limit: limit)))
  }

  /// Page 2 or a later one; `nil` when it does not exist.
  ///
  /// A missing page does not mean that the list is missing. The vendor does not document the answer past the last page,
  /// and a list that shrinks loses its last page. Only page 1 shows whether the list exists.
  private func page(_ number: Int) async throws -> WirePage<Record>? {
    do {
      let page = try await read(number)
      return page.data.isEmpty ? nil : page
    } catch let error as StoreError where error.kind == .notFound {
      return nil
    }
  }
}
