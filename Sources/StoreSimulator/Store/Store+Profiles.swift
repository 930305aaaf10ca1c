package import SegmentModel

extension Store {
  /// `GET /shopper-profiles`, in ascending order of the ids.
  package func listProfiles(_ request: PageRequest) -> Page<StoredProfile> {
    let ids = profileOrder.slice(offset: request.offset, limit: request.limit)
    return Page(request: request, total: profileOrder.count, records: ids.compactMap { profilesByID[$0] })
  }

  /// `POST /shopper-profiles`: a profile for each of these customers, or none at all.
  ///
  /// - Throws: ``StoreRefusal``: `noItems`, `invalidField` for a number under 1, `unknownCustomers`, `customersHaveProfiles`.
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

  /// `DELETE /shopper-profiles`: these, or with `nil` **every profile of the store**, as the vendor's does.
  ///
  /// Others are passed over.
  package mutating func deleteProfiles(_ ids: [ShopperProfileID]?) {
    for id in ids ?? profileIDs.ids { remove(id) }
  }
}
