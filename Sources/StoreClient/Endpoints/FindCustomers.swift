package import SegmentModel

extension StoreClient {
  /// How many pages an answer to one query may have; one is what it takes.
  ///
  /// More is a store that does not know the filter and lists all its customers.
  static let maximumCustomerPages = 4

  /// The customers that are named: `GET /customers?id:in=…` and `email:in=…`, with `include=shopper_profile_id`.
  ///
  /// Safe to repeat. Each reference is asked for once, as many in a request as ``CustomerQuery`` says, several requests at once within
  /// the gate.
  ///
  /// An unknown customer is not an error here: it is missing from the result. A customer that nobody asked for is left out: the store may
  /// compare emails more loosely than we do. Several customers can have one email, in stores with several storefronts.
  ///
  /// A request that the store rejects is cut in halves until it is clear whom it will not look for: among a hundred emails one that the
  /// store takes for none would stay unknown otherwise. A shorter limit of addresses is found the same way.
  ///
  /// - Returns: Each customer once, in ascending order of the ids.
  /// - Throws: ``RefusedCustomerError`` for a customer that the store will not look for; ``StoreError``, which never holds an email;
  ///   `CancellationError`.
  package func customers(matching references: [CustomerReference]) async throws -> [StoreCustomer] {
    let fixed = StoreRequest.customersAddressBytes(below: settings.address)
    var queries = CustomerQuery.queries(for: references, fixedBytes: fixed).makeIterator()
    let found = try await withThrowingTaskGroup(of: [StoreCustomer].self) { group in
      // As many tasks as the gate can serve, not one a query: 100,000 emails make 800.
      for _ in 0..<ConcurrencyLimit.vendorLimit {
        guard let query = queries.next() else { break }
        group.addTask { try await customers(of: query) }
      }
      var found: [CustomerID: StoreCustomer] = [:]
      while let customers = try await group.next() {
        for customer in customers where found[customer.id]?.profileID == nil { found[customer.id] = customer }
        if let query = queries.next() {
          group.addTask { try await self.customers(of: query) }
        }
      }
      return found
    }
    return found.values.sorted { $0.id < $1.id }
  }

  /// The customers of one query, proved complete: one that is missing by accident would pass for unknown.
  private func customers(of query: CustomerQuery) async throws -> [StoreCustomer] {
    do {
      let records = try await settled(.findCustomers(query, PageRequest(number: 1, limit: PageLimit.largest))) {
        try await read(query)
      }
      return records.map(StoreCustomer.init).filter(query.isAskedFor)
    } catch let error as StoreError {
      guard case .rejected = error.kind else { throw error }
      if let reference = query.onlyReference { throw RefusedCustomerError(reference: reference, cause: error) }
      guard let (left, right) = query.halves else { throw error }
      return try await customers(of: left) + customers(of: right)
    }
  }

  /// Reads page after page until the list ends.
  private func read(_ query: CustomerQuery) async throws -> Result<[WireCustomer], ListingShift> {
    var assembly = ListingAssembly<WireCustomer> { UUIDBits(high: 0, low: UInt64($0.id.id.number)) }
    for number in 1...Self.maximumCustomerPages {
      let request = StoreRequest.findCustomers(query, PageRequest(number: number, limit: PageLimit.largest))
      let page: WirePage<WireCustomer>
      do {
        page = try await answer(WirePage<WireCustomer>.self, to: request)
      } catch let error as StoreError where error.kind == .notFound && number > 1 {
        // What lies past the last page the vendor does not document.
        return assembly.result()
      }
      assembly.receive(page, number: number)
      guard assembly.shift == nil, page.promisesMore(after: number) else { return assembly.result() }
    }
    throw StoreError(
      StoreCall(.findCustomers(query, PageRequest(number: 1, limit: PageLimit.largest))),
      .malformed(expected: "at most \(Self.maximumCustomerPages) pages for the \(query.count) customers that were asked for")
    )
  }
}

extension CustomerQuery {
  /// Whether the query names a customer.
  fileprivate var isAskedFor: (StoreCustomer) -> Bool {
    switch filter {
    case .ids(let ids):
      let ids = Set(ids)
      return { ids.contains($0.id) }
    case .emails(let emails):
      let emails = Set(emails)
      return { $0.email.map(emails.contains) ?? false }
    }
  }
}

extension WirePage {
  /// Whether another page follows, as far as this one tells.
  fileprivate func promisesMore(after number: Int) -> Bool {
    guard !data.isEmpty else { return false }
    if let pages = meta?.pagination?.totalPages { return number < pages }
    return data.count >= (meta?.pagination?.perPage ?? PageLimit.largest)
  }
}
