package import SegmentModel

extension Store {
  /// The customer with this id, or `nil`.
  package func customer(_ id: Int) -> StoredCustomer? { customers.customer(id) }

  /// The profile of the customer; `nil` when it has none, or is not registered.
  package func profileID(ofCustomer id: Int) -> ShopperProfileID? { profileIDsByCustomer[id] }

  /// `GET /customers`, in ascending order of the ids; those that both filters hold.
  package func listCustomers(_ request: PageRequest, filter: CustomerFilter = CustomerFilter()) -> Page<StoredCustomer> {
    let ids: [Int]
    let emailed = filter.emails.map { Set($0.compactMap { customers.id(withEmail: $0) }) }
    switch (filter.ids, emailed) {
    case (nil, nil): ids = customers.ids
    case (let wanted?, nil): ids = Set(wanted.filter(customers.contains)).sorted()
    case (nil, let emailed?): ids = emailed.sorted()
    case (let wanted?, let emailed?): ids = emailed.intersection(wanted).sorted()
    }
    let slice = ids.dropFirst(request.offset).prefix(request.limit)
    return Page(request: request, total: ids.count, records: slice.compactMap { customers.customer($0) })
  }
}
