package import SegmentModel

/// What a store holds, and the rules by which it changes.
///
/// The same changes always give the same store.
package struct Store: Sendable {
  /// 2026-01-01T00:00:00Z, the time at which every store begins.
  static let start = Timestamp(seconds: 1_767_225_600)

  /// In the order in which they were created, which is that of lists.
  package private(set) var segments: [StoredSegment] = []
  private(set) var membersBySegment: [SegmentID: SortedIDs<ShopperProfileID>] = [:]
  private var profilesByID: [ShopperProfileID: StoredProfile] = [:]
  private(set) var profileIDsByCustomer: [Int: ShopperProfileID] = [:]
  private(set) var profileOrder = SortedIDs<ShopperProfileID>()
  /// Includes every customer that has a profile.
  private(set) var customers = CustomerBook()
  /// In the order of lists; no rule of the store depends on them.
  package var promotions: [StoredPromotion] = []
  /// Whether a look-up finds only emails that are written the same; the vendor's documents do not say.
  package var comparesEmailsExactly = false
  private var ids: SeededGenerator
  /// Advances by a second with each change, so that a run can be repeated to the byte.
  private var now = Store.start

  /// Creates an empty store; stores with the same seed create the same ids.
  package init(seed: UInt64 = 0) { ids = SeededGenerator(seed: seed) }

  /// Creates a store of registered customers numbered from 1, each with the profile and the email of its number
  /// (``StoredProfile/numberedID(_:)``, ``StoredCustomer/numberedEmail(_:)``).
  ///
  /// Customers whose number is a multiple of the interval have no profile.
  package init(customers: Int, withoutProfileEvery interval: Int? = nil, seed: UInt64 = 0) {
    self.init(seed: seed)
    for id in stride(from: 1, through: customers, by: 1) {
      if let interval, interval > 0, id.isMultiple(of: interval) {
        self.customers.register(id)
      } else {
        insert(StoredProfile(id: StoredProfile.numberedID(id), customerID: id, createdAt: now))
      }
    }
  }

  /// `GET /promotions`, those with this status.
  func listPromotions(_ request: PageRequest, status: String?) -> Page<StoredPromotion> {
    Page(request, of: promotions.filter { status == nil || $0.status == status })
  }

  package func segment(_ id: SegmentID) -> StoredSegment? { segments.first { $0.id == id } }

  package func segment(named name: String) -> StoredSegment? { segments.first { $0.name == name } }

  /// The segment's members; `nil` when the segment does not exist.
  ///
  /// O(members).
  package func members(of id: SegmentID) -> MemberSet? { membersBySegment[id].map { MemberSet($0.ids) } }

  package func profile(_ id: ShopperProfileID) -> StoredProfile? { profilesByID[id] }

  /// O(profiles).
  package var profileIDs: MemberSet { MemberSet(profileOrder.ids) }

  // MARK: The only functions that change the fields above, so that they stay consistent

  /// The time of the next change: a second after the last one.
  mutating func tick() -> Timestamp {
    now = Timestamp(seconds: now.seconds + 1)
    return now
  }

  /// Advances the time to this one, if it is later.
  mutating func noteTime(_ time: Timestamp) { now = max(now, time) }

  /// Mixes the store's time into the seed.
  ///
  /// Otherwise a store that was read from a file would create the ids of its last run again, including those of deleted
  /// segments.
  mutating func renewIDs(seed: UInt64) {
    ids = SeededGenerator(seed: seed ^ UInt64(bitPattern: now.seconds) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// An id that no profile has.
  mutating func nextProfileID() -> ShopperProfileID {
    while true {
      let id = ShopperProfileID(bits: ids.nextUUID())
      if profilesByID[id] == nil { return id }
    }
  }

  /// Inserts a segment with a new id; the name must be free.
  mutating func insertSegment(named name: String, description: String, at time: Timestamp) -> StoredSegment {
    while true {
      let id = SegmentID(bits: ids.nextUUID())
      guard membersBySegment[id] == nil else { continue }
      let segment = StoredSegment(id: id, name: name, description: description, createdAt: time, updatedAt: time)
      insert(segment)
      return segment
    }
  }

  /// The id and the name must be free.
  mutating func insert(_ segment: StoredSegment, members: MemberSet = .empty) {
    segments.append(segment)
    membersBySegment[segment.id] = SortedIDs(ascendingUnique: members.ids)
  }

  /// Replaces the segment with the same id; the name must be free.
  mutating func replace(_ segment: StoredSegment) {
    if let index = segments.firstIndex(where: { $0.id == segment.id }) { segments[index] = segment }
  }

  mutating func remove(_ segment: SegmentID) {
    segments.removeAll { $0.id == segment }
    membersBySegment[segment] = nil
  }

  /// The id and the customer must be free.
  mutating func insert(_ profile: StoredProfile) {
    profilesByID[profile.id] = profile
    profileIDsByCustomer[profile.customerID] = profile.id
    customers.register(profile.customerID)
    _ = profileOrder.insert(profile.id)
  }

  /// Registers a customer, or changes the email of a registered one.
  package mutating func register(_ customer: StoredCustomer) { customers.register(customer) }

  /// Makes look-ups find the customer no more; the customer's profile stays where it is.
  package mutating func forgetCustomer(_ id: Int) { customers.forget(id) }

  /// Removes the profile from the store and from every segment; its customer stays.
  mutating func remove(_ profile: ShopperProfileID) {
    guard let old = profilesByID.removeValue(forKey: profile) else { return }
    profileIDsByCustomer[old.customerID] = nil
    _ = profileOrder.remove(profile)
    for segment in segments { _ = membersBySegment[segment.id]?.remove(profile) }
  }

  /// Returns whether the profile is new to the segment.
  mutating func insert(_ profile: ShopperProfileID, into segment: SegmentID) -> Bool {
    membersBySegment[segment]?.insert(profile) ?? false
  }

  /// Returns whether the profile was a member.
  mutating func remove(_ profile: ShopperProfileID, from segment: SegmentID) -> Bool {
    membersBySegment[segment]?.remove(profile) ?? false
  }

  mutating func empty(_ segment: SegmentID) {
    if membersBySegment[segment] != nil { membersBySegment[segment] = SortedIDs() }
  }
}
