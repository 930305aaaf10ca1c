import SegmentModel

/// The file that fills a store, or keeps it between runs: one JSON object.
///
/// `{"customers": [{"id", "email", "shopper_profile_id"}], "profiles": [{"id", "customer_id"}],
/// "segments": [{"id", "name", "description"}], "memberships": {"<segment id>": ["<profile id>"]}, "promotions": […]}`, with
/// promotions as in the vendor's API. The customers of profiles need not be listed: their emails then follow from their
/// numbers. The profiles of customers need not be listed again either. `created_at` and `updated_at` are written and are
/// optional.
package enum SeedDocument {
  /// Creates a store from a document; the seed determines the ids that it creates later.
  package static func store(from bytes: [UInt8], seed: UInt64) throws(InputProblem) -> Store {
    let file = try JSON.decode(File.self, from: bytes, orThrow: InputProblem.init)
    var store = Store(seed: seed)
    for (index, item) in (file.profiles ?? []).enumerated() {
      let place = "profiles[\(index)]"
      try require(item.customerID > 0, "\(place).customer_id: must be 1 or more")
      try require(store.profile(item.id) == nil, "\(place).id: \(item.id) occurs twice")
      try require(store.profileID(ofCustomer: item.customerID) == nil, "\(place).customer_id: \(item.customerID) occurs twice")
      store.noteTime(item.createdAt)
      store.insert(item)
    }
    try register(file.customers ?? [], in: &store)
    let members = try memberships(file.memberships ?? [:], in: store)
    let segments = file.segments ?? []
    try require(segments.count <= StoreLimits.segments, "segments: the maximum is \(StoreLimits.segments)")
    for (index, item) in segments.enumerated() {
      let place = "segments[\(index)]"
      try require(store.segment(item.id) == nil, "\(place).id: \(item.id) occurs twice")
      try require(store.segment(named: item.name) == nil, "\(place).name: \"\(item.name)\" occurs twice")
      store.noteTime(item.updatedAt)
      store.insert(item, members: members[item.id] ?? .empty)
    }
    if let id = members.keys.filter({ store.segment($0) == nil }).min() {
      throw InputProblem("memberships: there is no segment \(id)")
    }
    store.promotions = file.promotions ?? []
    store.renewIDs(seed: seed)
    return store
  }

  /// The document of a store.
  ///
  /// ``store(from:seed:)`` makes the same store from it, except for the ids that it creates next.
  package static func bytes(of store: Store) -> [UInt8] {
    let customers = store.customers.ids.filter { store.customers.hasOwnEmail($0) || store.profileID(ofCustomer: $0) == nil }
    let members = store.segments.map { ($0.id.description, (store.members(of: $0.id) ?? .empty).map(\.description)) }
    return JSON.encode(
      File(
        // Their profiles, if any, are listed under `profiles`.
        customers: customers.compactMap { store.customers.customer($0) }.map {
          Customer(id: $0.id, email: $0.email, shopperProfileID: nil)
        },
        profiles: store.profileIDs.compactMap { store.profile($0) },
        segments: store.segments,
        memberships: Dictionary(uniqueKeysWithValues: members),
        promotions: store.promotions.isEmpty ? nil : store.promotions
      )
    )
  }

  private static func register(_ customers: [Customer], in store: inout Store) throws(InputProblem) {
    var seen: Set<Int> = []
    for (index, item) in customers.enumerated() {
      let place = "customers[\(index)]"
      try require(item.id > 0, "\(place).id: must be 1 or more")
      try require(seen.insert(item.id).inserted, "\(place).id: \(item.id) occurs twice")
      if let id = item.shopperProfileID {
        let owner = store.profile(id)?.customerID
        try require(
          owner ?? item.id == item.id && store.profileID(ofCustomer: item.id) ?? id == id,
          "\(place).shopper_profile_id: \(id) belongs to another customer, or the customer has another profile"
        )
        if owner == nil { store.insert(StoredProfile(id: id, customerID: item.id, createdAt: Store.start)) }
      }
      try require(Query.isEmail(item.email), "\(place).email: not an email address")
      try require(store.customers.ids(withEmail: item.email).allSatisfy { $0 == item.id }, "\(place).email: occurs twice")
      store.register(StoredCustomer(id: item.id, email: item.email))
    }
  }

  private static func memberships(_ lists: [String: [String]], in store: Store) throws(InputProblem) -> [SegmentID: MemberSet] {
    var result: [SegmentID: MemberSet] = [:]
    // In order, so that a file with two problems is always reported the same way.
    for (key, texts) in lists.sorted(by: { $0.key < $1.key }) {
      guard let segment = SegmentID(key) else { throw InputProblem("memberships: \"\(key)\" is not a UUID") }
      try require(result[segment] == nil, "memberships: \(segment) occurs twice")
      var ids: [ShopperProfileID] = []
      for text in texts {
        guard let id = ShopperProfileID(text) else { throw InputProblem("memberships.\(key): \"\(text)\" is not a UUID") }
        try require(store.profile(id) != nil, "memberships.\(key): there is no profile \(id)")
        ids.append(id)
      }
      result[segment] = MemberSet(ids)
    }
    return result
  }

  private static func require(_ holds: Bool, _ problem: @autoclosure () -> String) throws(InputProblem) {
    if !holds { throw InputProblem(problem()) }
  }

  private struct File: Codable {
    let customers: [Customer]?
    let profiles: [StoredProfile]?
    let segments: [StoredSegment]?
    let memberships: [String: [String]]?
    let promotions: [StoredPromotion]?
  }

  private struct Customer: Codable {
    let id: Int
    let email: String
    let shopperProfileID: ShopperProfileID?

    enum CodingKeys: String, CodingKey {
      case id, email
      case shopperProfileID = "shopper_profile_id"
    }
  }
}
