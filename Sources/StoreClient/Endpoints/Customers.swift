package import Diagnostics
package import SegmentModel

/// A registered customer as the store has it: `customer_Full` with `include=shopper_profile_id`.
package struct StoreCustomer: Hashable, Sendable, Decodable {
  package let id: CustomerID
  /// `nil` when the store tells none, or one that is no email.
  package let email: EmailAddress?
  /// `nil` when the customer has no shopper profile, and so can be in no segment.
  package let profileID: ShopperProfileID?

  private enum CodingKeys: String, CodingKey {
    case id
    case email
    case profileID = "shopper_profile_id"
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(CustomerID.self, forKey: .id)
    email = try fields.decodeIfPresent(String.self, forKey: .email).flatMap { EmailAddress($0) }
    // Missing, `null` or empty without a profile: which of them the vendor does not say.
    let hasNone = (try? fields.decode(String.self, forKey: .profileID)) == ""
    profileID = hasNone ? nil : try fields.decodeIfPresent(ShopperProfileID.self, forKey: .profileID)
  }
}

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
    settings.onEvent(.reading(.customersToLookUp(references.count)))
    let fixed = StoreRequest.customersAddressBytes(below: settings.address)
    let queries = CustomerQuery.queries(for: references, fixedBytes: fixed)
    // As many tasks as the gate can serve, not one a query: 100,000 emails make 800.
    let answers = try await mapConcurrently(queries, workers: ConcurrencyLimit.vendorLimit) { query in
      let customers = try await customers(of: query)
      settings.onEvent(.reading(.customersLookedUp(query.references.count)))
      return customers
    }
    var found: [CustomerID: StoreCustomer] = [:]
    var owners: [ShopperProfileID: CustomerID] = [:]
    for (query, customers) in zip(queries, answers) {
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
    }
    return found.values.sorted { $0.id < $1.id }
  }

  /// Creates a shopper profile for each of these customers: `POST /shopper-profiles`.
  ///
  /// Sent again like every other request when no answer came. That harms nothing, since a customer has one profile at most; but if the first
  /// attempt got through, the second is refused, because the profiles exist. So an error that says `rejected` or `conflict` does not tell
  /// that nothing was created: whoever calls looks the customers up again, and goes on with those that still have no profile.
  ///
  /// - Returns: The new profiles by customer. A customer that is missing here was dropped without a word; a profile for anybody else is left
  ///   out.
  /// - Throws: ``StoreError``: `rejected` or `conflict` when a customer does not exist or has a profile; `CancellationError`.
  package func createProfiles(_ batch: CustomerBatch) async throws -> [CustomerID: ShopperProfileID] {
    let wanted = Set(batch.customers)
    var created: [CustomerID: ShopperProfileID] = [:]
    for profile in try await answer(WireRecords<WireCreatedProfile>.self, to: .createProfiles(batch)).data
    where wanted.contains(profile.customerID) {
      guard created.updateValue(profile.id, forKey: profile.customerID) ?? profile.id == profile.id else {
        throw StoreError(StoreCall(.createProfiles(batch)), .malformed(expected: "one shopper profile a customer"))
      }
    }
    guard Set(created.values).count == created.count else {
      throw StoreError(StoreCall(.createProfiles(batch)), .malformed(expected: "a shopper profile of its own for each customer"))
    }
    return created
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
      let customers = try await settled(.findCustomers(query, PageRequest(number: 1, limit: PageLimit.largest))) {
        try await ListingReading(
          client: self,
          limit: PageLimit.largest,
          bound: .customers,
          request: { .findCustomers(query, $0) },
          key: \StoreCustomer.id
        ).result()
      }
      let references = Set(query.references)
      let found = customers.filter { customer in
        references.contains(.id(customer.id)) || customer.email.map { references.contains(.email($0)) } ?? false
      }
      guard !query.isUnanswered(by: customers, found: found) else {
        throw Self.unexpected("the customers that were asked for, not others", query)
      }
      return found
    } catch let error as StoreError {
      guard case .rejected = error.kind else { throw error }
      guard let (left, right) = query.halves else {
        throw RefusedCustomerError(reference: query.references[0], cause: error)
      }
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
    return isByEmail ? found.isEmpty : found.count < references.count
  }
}

/// The store refuses to look for this customer, even when nobody else is asked for; an email that it does not take for one, perhaps.
///
/// It does not print the email: who knows where the customer is declared says that.
package struct RefusedCustomerError: DiagnosedError, Hashable {
  package let reference: CustomerReference
  /// What the store answered: `rejected`.
  package let cause: StoreError

  package var diagnostics: [Diagnostic] {
    let customer =
      switch reference {
      case .id(let id): "customer \(id)"
      case .email: "a customer by its email"
      }
    return [
      Diagnostic(
        .error,
        code: "customer-refused",
        summary: "the store refuses to look for \(customer)",
        detail: "The address or id may not be valid for this store.\n\nThe request was \(cause.call)."
      )
    ]
  }
}
