import SegmentModel

/// The file that fills a store, and the one that keeps it between runs: one JSON object.
///
/// `{"customers": [{"id", "email", "shopper_profile_id"}], "profiles": [{"id", "customer_id"}], "segments": [{"id", "name", "description"}],
/// "memberships": {"<segment id>": ["<profile id>"]}, "promotions": […]}`, promotions as the vendor's API has them. The customers of profiles
/// need not be named: they have the emails that follow from their numbers; the profiles of customers need not be named again either.
/// Profiles may have `created_at`, segments `created_at` and `updated_at`; they are written, and not asked for.
package enum SeedDocument {
  /// Fills a new store; the seed repeats the ids that it gives out later.
  package static func store(from bytes: [UInt8], seed: UInt64) throws(SeedProblem) -> Store {
    let file = try JSON.decode(File.self, from: bytes, orThrow: SeedProblem.init)
    var store = Store(seed: seed)
    for (index, item) in (file.profiles ?? []).enumerated() {
      guard item.customerID > 0 else { throw SeedProblem("profiles[\(index)].customer_id: must be 1 or more") }
      guard store.profile(item.id) == nil else { throw SeedProblem("profiles[\(index)].id: \(item.id) comes twice") }
      guard store.profileIDsByCustomer[item.customerID] == nil else {
        throw SeedProblem("profiles[\(index)].customer_id: \(item.customerID) comes twice")
      }
      store.noteTime(item.createdAt)
      store.insert(item)
    }
    try register(file.customers ?? [], in: &store)
    let members = try memberships(file.memberships ?? [:], in: store)
    for (index, item) in (file.segments ?? []).enumerated() {
      guard store.segment(item.id) == nil else { throw SeedProblem("segments[\(index)].id: \(item.id) comes twice") }
      guard store.segment(named: item.name) == nil else {
        throw SeedProblem("segments[\(index)].name: \"\(item.name)\" comes twice")
      }
      store.noteTime(item.updatedAt)
      store.insert(item, members: SortedIDs(members[item.id] ?? .empty))
    }
    guard store.segmentOrder.count <= StoreLimits.segments else {
      throw SeedProblem("segments: at most \(StoreLimits.segments) are allowed")
    }
    if let id = members.keys.filter({ store.segment($0) == nil }).min() {
      throw SeedProblem("memberships: there is no segment \(id)")
    }
    store.promotions = file.promotions ?? []
    store.renewIDs(seed: seed)
    return store
  }

  /// The document of a store: ``store(from:seed:)`` makes the same store of it, except for the ids that it gives out next.
  package static func bytes(of store: Store) -> [UInt8] {
    let customers = store.customers.ids.filter { store.customers.hasOwnEmail($0) || store.profileID(ofCustomer: $0) == nil }
    let members = store.segmentOrder.map { ($0.description, (store.members(of: $0) ?? .empty).map(\.description)) }
    return JSON.encode(
      File(
        // Their profiles, if they have any, are among the profiles.
        customers: customers.compactMap { store.customer($0) }.map {
          Customer(id: $0.id, email: $0.email, shopperProfileID: nil)
        },
        profiles: store.profileIDs.compactMap { store.profile($0) },
        segments: store.segments,
        memberships: Dictionary(uniqueKeysWithValues: members),
        promotions: store.promotions.isEmpty ? nil : store.promotions
      )
    )
  }

  private static func register(_ customers: [Customer], in store: inout Store) throws(SeedProblem) {
    var seen: Set<Int> = []
    for (index, item) in customers.enumerated() {
      guard item.id > 0 else { throw SeedProblem("customers[\(index)].id: must be 1 or more") }
      guard seen.insert(item.id).inserted else { throw SeedProblem("customers[\(index)].id: \(item.id) comes twice") }
      if let id = item.shopperProfileID {
        let owner = store.profile(id)?.customerID
        guard owner ?? item.id == item.id, store.profileID(ofCustomer: item.id) ?? id == id else {
          throw SeedProblem("customers[\(index)].shopper_profile_id: \(id) is another customer's, or the customer has another")
        }
        if owner == nil { store.insert(StoredProfile(id: id, customerID: item.id, createdAt: Store.start)) }
      }
      guard Query.isEmail(item.email) else { throw SeedProblem("customers[\(index)].email: not an email address") }
      guard store.customers.id(withEmail: item.email) ?? item.id == item.id else {
        throw SeedProblem("customers[\(index)].email: comes twice")
      }
      store.register(StoredCustomer(id: item.id, email: item.email))
    }
  }

  private static func memberships(
    _ lists: [String: [String]],
    in store: Store
  ) throws(SeedProblem) -> [SegmentID: MemberSet] {
    var result: [SegmentID: MemberSet] = [:]
    // In order, so that a file with two problems is always reported the same.
    for (key, texts) in lists.sorted(by: { $0.key < $1.key }) {
      guard let segment = SegmentID(key) else { throw SeedProblem("memberships: \"\(key)\" is not a UUID") }
      guard result[segment] == nil else { throw SeedProblem("memberships: \(segment) comes twice") }
      var ids: [ShopperProfileID] = []
      ids.reserveCapacity(texts.count)
      for text in texts {
        guard let id = ShopperProfileID(text) else { throw SeedProblem("memberships.\(key): \"\(text)\" is not a UUID") }
        guard store.profile(id) != nil else { throw SeedProblem("memberships.\(key): there is no profile \(id)") }
        ids.append(id)
      }
      result[segment] = MemberSet(ids)
    }
    return result
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

/// What is wrong with a seed file: one line, such as `profiles[3].id: "x" is not a UUID`.
package struct SeedProblem: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
