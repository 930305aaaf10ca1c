package import SegmentModel

extension Store {
  /// The profile of the customer; `nil` when it has none, or is not registered.
  package func profileID(ofCustomer id: Int) -> ShopperProfileID? { profileIDsByCustomer[id] }

  /// `GET /customers`, in ascending order of the ids: those that pass both filters; `nil` is no filter.
  ///
  /// Emails are compared without regard to case unless ``comparesEmailsExactly`` is set.
  func listCustomers(_ request: PageRequest, ids: [Int]?, emails: [String]?) -> Page<StoredCustomer> {
    let wanted = ids.map { Set($0.filter(customers.contains)) }
    let emailed = emails.map { Set($0.flatMap { customers.ids(withEmail: $0, isExact: comparesEmailsExactly) }) }
    let found = wanted.map { emailed?.intersection($0) ?? $0 } ?? emailed
    return Page(request, of: found?.sorted() ?? customers.ids, customers.customer)
  }

  /// `GET /shopper-profiles`, in ascending order of the ids.
  func listProfiles(_ request: PageRequest) -> Page<StoredProfile> { Page(request, of: profileOrder.ids, profile) }

  /// `POST /shopper-profiles`: a profile for each of these customers, or none at all.
  package mutating func createProfiles(customers: [Int]) throws(StoreRefusal) -> [StoredProfile] {
    guard !customers.isEmpty else { throw .noItems }
    if let index = customers.firstIndex(where: { $0 < 1 }) { throw .invalidField(item: index, field: "customer_id") }
    let unknown = customers.filter { !self.customers.contains($0) }
    guard unknown.isEmpty else { throw .unknownCustomers(unknown) }
    var seen: Set<Int> = []
    let taken = customers.filter { profileIDsByCustomer[$0] != nil || !seen.insert($0).inserted }
    guard taken.isEmpty else { throw .customersHaveProfiles(taken) }
    let now = tick()
    return customers.map { customer in
      let profile = StoredProfile(id: nextProfileID(), customerID: customer, createdAt: now)
      insert(profile)
      return profile
    }
  }

  /// `DELETE /shopper-profiles`: these, or with `nil` **every profile of the store**, as the vendor does.
  ///
  /// Unknown ids are ignored.
  package mutating func deleteProfiles(_ ids: [ShopperProfileID]?) {
    // From the end, where a removal does not move other ids.
    for id in ids ?? profileOrder.ids.reversed() { remove(id) }
  }
}
