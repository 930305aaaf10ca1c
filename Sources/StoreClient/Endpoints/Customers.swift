package import Diagnostics
package import SegmentModel

/// A registered customer of the store: `customer_Full` with `include=shopper_profile_id`.
package struct StoreCustomer: Hashable, Sendable, Decodable {
  package let id: CustomerID
  /// `nil` when the store has no valid email.
  package let email: EmailAddress?
  /// `nil` when the customer has no shopper profile and so cannot be in a segment.
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
    // The vendor does not document whether the field is missing, `null` or empty without a profile.
    let hasNone = (try? fields.decode(String.self, forKey: .profileID)) == ""
    profileID = hasNone ? nil : try fields.decodeIfPresent(ShopperProfileID.self, forKey: .profileID)
  }
}

extension StoreClient {
  /// Looks up customers: `GET /customers?id:in=…` and `email:in=…`, with `include=shopper_profile_id`.
  ///
  /// Safe to repeat. Each reference is asked for once, in as few requests as ``CustomerQuery`` allows.
  ///
  /// - An unknown customer is not an error, and is missing from the result.
  /// - The result leaves out customers that were not asked for: the store may compare emails more loosely.
  /// - Several customers can share an email in stores with several storefronts.
  /// - An answer that names only other customers is an error: it proves nothing about the ones that were asked for.
  /// - If the store rejects a request, the client halves it until it finds the customer that the store refuses. This
  ///   also helps when the store accepts only shorter addresses.
  ///
  /// - Returns: Each customer once, in ascending order of the ids.
  /// - Throws: ``RefusedCustomerError`` for a refused customer; ``StoreError``, which never holds an email.
  package func customers(matching references: [CustomerReference]) async throws -> [StoreCustomer] {
    let fixed = StoreRequest.customersAddressBytes(below: settings.address)
    let queries = CustomerQuery.queries(for: references, fixedBytes: fixed)
    settings.onEvent(.reading(.customersToLookUp(queries.reduce(0) { $0 + $1.customerCount })))
    // As many tasks as the gate can serve, not one per query: 100,000 emails need 800 queries.
    let answers = try await mapConcurrently(queries, workers: ConcurrencyLimit.vendorLimit) { query in
      let customers = try await customers(of: query)
      settings.onEvent(.reading(.customersLookedUp(query.customerCount)))
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
            throw Self.unexpected("one shopper profile per customer, and one customer per shopper profile", query)
          }
        }
        if known == nil { found[customer.id] = customer }
      }
    }
    return found.values.sorted { $0.id < $1.id }
  }

  /// Creates a shopper profile for each of these customers: `POST /shopper-profiles`.
  ///
  /// The client retries it like any other request, since a customer has at most one profile. If the answer to the first
  /// attempt was lost, the store refuses the second, because the profiles exist. So `rejected` and `conflict` do not
  /// mean that nothing was created. The caller looks the customers up again and continues with those that have no
  /// profile.
  ///
  /// - Returns: The new profiles by customer, without profiles for anyone else. The store ignored missing customers.
  /// - Throws: ``StoreError`` of the kind `rejected` or `conflict` when a customer does not exist or has a profile.
  package func createProfiles(_ batch: CustomerBatch) async throws -> [CustomerID: ShopperProfileID] {
    let wanted = Set(batch.customers)
    var created: [CustomerID: ShopperProfileID] = [:]
    for profile in try await answer(WireRecords<WireCreatedProfile>.self, to: .createProfiles(batch)).data
    where wanted.contains(profile.customerID) {
      guard created.updateValue(profile.id, forKey: profile.customerID) ?? profile.id == profile.id else {
        throw StoreError(StoreCall(.createProfiles(batch)), .malformed(expected: "one shopper profile per customer"))
      }
    }
    guard Set(created.values).count == created.count else {
      throw StoreError(StoreCall(.createProfiles(batch)), .malformed(expected: "a different shopper profile for each customer"))
    }
    return created
  }

  private static func unexpected(_ expected: String, _ query: CustomerQuery) -> StoreError {
    StoreError(StoreCall(.findCustomers(query, PageRequest(number: 1, limit: PageLimit.largest))), .malformed(expected: expected))
  }

  /// The customers of one query, proved complete: a customer that is missing by accident would seem unknown.
  private func customers(of query: CustomerQuery) async throws -> [StoreCustomer] {
    do {
      let customers = try await listing(
        .customers,
        limit: PageLimit.largest,
        request: { .findCustomers(query, $0) },
        key: \StoreCustomer.id
      )
      let references = Set(query.references)
      let found = customers.filter { customer in
        references.contains(.id(customer.id)) || customer.email.map { references.contains(.email($0)) } ?? false
      }
      guard !query.isUnanswered(by: customers, found: found) else {
        throw Self.unexpected("only the requested customers", query)
      }
      return found
    } catch let error as StoreError {
      guard case .rejected = error.kind else { throw error }
      guard let (left, right) = query.halves else { throw RefusedCustomerError(reference: query.references[0], cause: error) }
      return try await customers(of: left) + customers(of: right)
    }
  }
}

extension CustomerQuery {
  /// Whether the answer names other customers in place of those that were asked for.
  ///
  /// If ids were asked for, any replacement counts. If emails were asked for, the store may compare them more loosely
  /// and add others, so only an answer without any of them counts.
  fileprivate func isUnanswered(by customers: [StoreCustomer], found: [StoreCustomer]) -> Bool {
    guard customers.count > found.count else { return false }
    return isByEmail ? found.isEmpty : found.count < references.count
  }
}

/// The store refuses to look for this customer, even alone; perhaps it does not accept the email as valid.
///
/// The message does not show the email; the caller adds where the customer is declared.
package struct RefusedCustomerError: DiagnosedError, Hashable {
  package let reference: CustomerReference
  /// The answer of the store, of the kind `rejected`.
  package let cause: StoreError

  package var diagnostics: [Diagnostic] {
    let customer =
      switch reference {
      case .id(let id): "customer \(id)"
      case .email: "a customer by its email"
      }
    let detail = "The address or id may not be valid for this store.\n\nThe request was \(cause.call)."
    return [Diagnostic(("customer-refused", "the store refuses to look up \(customer)", detail))]
  }
}
