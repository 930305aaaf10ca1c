package import SegmentModel

extension StoreClient {
  /// The customers that are named: `GET /customers?id:in=…` and `email:in=…`, with `include=shopper_profile_id`.
  ///
  /// Safe to repeat. Each reference is asked for once, as many in a request as ``CustomerQuery`` says, several requests at once within
  /// the gate.
  ///
  /// An unknown customer is not an error here: it is missing from the result. A customer that nobody asked for is left out: the store may
  /// compare emails more loosely than we do. Several customers can have one email, in stores with several storefronts. An answer that
  /// names others in place of those that were asked for is an error: it answers another question, and says nothing about them.
  ///
  /// A request that the store rejects is cut in halves until it is clear whom it will not look for: among a hundred emails one that the
  /// store takes for none would stay unknown otherwise. A shorter limit of addresses is found the same way.
  ///
  /// - Returns: Each customer once, in ascending order of the ids.
  /// - Throws: ``RefusedCustomerError`` for a customer that the store will not look for; ``StoreError``, which never holds an email;
  ///   `CancellationError`.
  package func customers(matching references: [CustomerReference]) async throws -> [StoreCustomer] {
    let fixed = StoreRequest.customersAddressBytes(below: settings.address)
    settings.onEvent(.reading(.customersToLookUp(references.count)))
    var queries = CustomerQuery.queries(for: references, fixedBytes: fixed).makeIterator()
    return try await withThrowingTaskGroup(of: (CustomerQuery, [StoreCustomer]).self) { group in
      // As many tasks as the gate can serve, not one a query: 100,000 emails make 800.
      for _ in 0..<ConcurrencyLimit.vendorLimit {
        guard let query = queries.next() else { break }
        group.addTask { (query, try await customers(of: query)) }
      }
      var found: [CustomerID: StoreCustomer] = [:]
      var owners: [ShopperProfileID: CustomerID] = [:]
      while let (query, customers) = try await group.next() {
        settings.onEvent(.reading(.customersLookedUp(query.count)))
        for customer in customers {
          let known = found[customer.id]?.profileID
          if let profile = customer.profileID {
            let owner = owners.updateValue(customer.id, forKey: profile) ?? customer.id
            guard owner == customer.id, known ?? profile == profile else {
              throw Self.unexpected("one shopper profile a customer, and one customer a shopper profile", query)
            }
          }
          if known == nil { found[customer.id] = customer }
        }
        if let query = queries.next() {
          group.addTask { (query, try await self.customers(of: query)) }
        }
      }
      return found.values.sorted { $0.id < $1.id }
    }
  }

  private static func unexpected(_ expected: String, _ query: CustomerQuery) -> StoreError {
    StoreError(
      StoreCall(.findCustomers(query, PageRequest(number: 1, limit: PageLimit.largest))),
      .malformed(expected: expected)
    )
  }

  /// The customers of one query, proved complete: one that is missing by accident would pass for unknown.
  private func customers(of query: CustomerQuery) async throws -> [StoreCustomer] {
    do {
      let records = try await settled(.findCustomers(query, PageRequest(number: 1, limit: PageLimit.largest))) {
        try await ListingReading(
          client: self,
          limit: PageLimit.largest,
          bound: .customers,
          request: { .findCustomers(query, $0) },
          key: { (customer: WireCustomer) in customer.id.id }
        ).result()
      }
      let customers = records.map(StoreCustomer.init)
      let found = customers.filter(query.isAskedFor)
      guard !query.isUnanswered(by: customers, found: found) else {
        throw Self.unexpected("the customers that were asked for, not others", query)
      }
      return found
    } catch let error as StoreError {
      guard case .rejected = error.kind else { throw error }
      if let reference = query.onlyReference { throw RefusedCustomerError(reference: reference, cause: error) }
      guard let (left, right) = query.halves else { throw error }
      return try await customers(of: left) + customers(of: right)
    }
  }
}

extension CustomerQuery {
  /// Whether an answer is one to another question: it names customers that nobody asked for, and not those that were.
  ///
  /// Of ids none may be replaced. Emails may be compared more loosely than we do, so that others can come beside those that were meant.
  fileprivate func isUnanswered(by customers: [StoreCustomer], found: [StoreCustomer]) -> Bool {
    guard customers.count > found.count else { return false }
    if case .ids = filter { return found.count < count }
    return found.isEmpty
  }

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
