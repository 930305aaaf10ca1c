package import SegmentModel

/// What a store holds and the rules by which it changes.
///
/// A value: no HTTP, no waiting, the same changes give the same store.
package struct Store: Sendable {
  /// 2026-01-01T00:00:00Z, when every store begins.
  static let start = Timestamp(seconds: 1_767_225_600)

  /// Segments by id.
  private(set) var segmentsByID: [SegmentID: StoredSegment] = [:]
  /// Segment ids in the order in which lists show them: as created.
  private(set) var segmentOrder: [SegmentID] = []
  private(set) var segmentIDsByName: [String: SegmentID] = [:]
  private(set) var membersBySegment: [SegmentID: SortedIDs] = [:]
  private(set) var profilesByID: [ShopperProfileID: StoredProfile] = [:]
  private(set) var profileIDsByCustomer: [Int: ShopperProfileID] = [:]
  private(set) var profileOrder = SortedIDs()
  /// Every customer that has a profile is in it.
  private(set) var customers = CustomerBook()
  /// In the order of lists; no rule of the store depends on them.
  package var promotions: [StoredPromotion] = []
  private var ids: SeededGenerator
  /// It stands still between changes and moves by a second with each, so that a run can be repeated to the byte.
  private var now = Store.start

  /// An empty store; the seed repeats the ids that it gives out.
  package init(seed: UInt64 = 0) { ids = SeededGenerator(seed: seed) }

  /// A store of `profiles` shopper profiles, numbered from 1 (``StoredProfile/numberedID(_:)``), whose customers have the same numbers.
  package init(profiles: Int, seed: UInt64 = 0) {
    self.init(customers: profiles, withoutProfileEvery: nil, seed: seed)
  }

  /// A store of `customers` registered customers, numbered from 1, each with the profile of its number and the email that follows
  /// from it (``StoredCustomer/numberedEmail(_:)``).
  ///
  /// Those whose number is a multiple of the interval have no profile.
  package init(customers: Int, withoutProfileEvery interval: Int?, seed: UInt64 = 0) {
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
    Page(request, of: promotions.filter { status == nil || $0.status == status }) { $0 }
  }

  /// All segments, in the order of lists.
  package var segments: [StoredSegment] { segmentOrder.compactMap { segmentsByID[$0] } }

  /// The segment with this id, or `nil`.
  package func segment(_ id: SegmentID) -> StoredSegment? { segmentsByID[id] }

  /// The segment with this very name, or `nil`.
  package func segment(named name: String) -> StoredSegment? { segmentIDsByName[name].flatMap { segmentsByID[$0] } }

  /// The segment's members; `nil` when there is no such segment.
  ///
  /// O(members).
  package func members(of id: SegmentID) -> MemberSet? { membersBySegment[id]?.memberSet }

  /// The profile with this id, or `nil`.
  package func profile(_ id: ShopperProfileID) -> StoredProfile? { profilesByID[id] }

  /// All profile ids.
  ///
  /// O(profiles).
  package var profileIDs: MemberSet { profileOrder.memberSet }

  // MARK: The only places that touch the fields above, so that they stay in step

  /// The time of the next change: a second later than the last one.
  mutating func tick() -> Timestamp {
    now = Timestamp(seconds: now.seconds + 1)
    return now
  }

  /// Lets the time go on from here, if this is later than where it stands.
  mutating func noteTime(_ time: Timestamp) { now = max(now, time) }

  /// Takes another seed, made of the run's and the store's time: a store that was read from a file would give out the ids of its last run
  /// again, deleted segments' too.
  mutating func renewIDs(seed: UInt64) {
    ids = SeededGenerator(seed: seed ^ UInt64(bitPattern: now.seconds) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// An id that no segment has.
  mutating func nextSegmentID() -> SegmentID {
    while true {
      let id = SegmentID(bits: ids.nextUUID())
      if segmentsByID[id] == nil { return id }
    }
  }

  /// An id that no profile has.
  mutating func nextProfileID() -> ShopperProfileID {
    while true {
      let id = ShopperProfileID(bits: ids.nextUUID())
      if profilesByID[id] == nil { return id }
    }
  }

  /// The id, name and place must be free.
  mutating func insert(_ segment: StoredSegment, members: SortedIDs = SortedIDs()) {
    segmentsByID[segment.id] = segment
    segmentIDsByName[segment.name] = segment.id
    segmentOrder.append(segment.id)
    membersBySegment[segment.id] = members
  }

  mutating func replace(_ segment: StoredSegment) {
    guard let old = segmentsByID.updateValue(segment, forKey: segment.id) else { return }
    // Two segments that swap their names in one request: the other one may have taken this name already.
    if segmentIDsByName[old.name] == segment.id { segmentIDsByName[old.name] = nil }
    segmentIDsByName[segment.name] = segment.id
  }

  mutating func remove(_ segment: SegmentID) {
    guard let old = segmentsByID.removeValue(forKey: segment) else { return }
    segmentIDsByName[old.name] = nil
    segmentOrder.removeAll { $0 == segment }
    membersBySegment[segment] = nil
  }

  /// The id and the customer must be free.
  mutating func insert(_ profile: StoredProfile) {
    profilesByID[profile.id] = profile
    profileIDsByCustomer[profile.customerID] = profile.id
    customers.register(profile.customerID)
    _ = profileOrder.insert(profile.id)
  }

  /// Registers a customer, or gives a registered one this email, which must be free.
  package mutating func register(_ customer: StoredCustomer) { customers.register(customer) }

  /// Takes the profile out of the store and out of every segment; its customer stays.
  mutating func remove(_ profile: ShopperProfileID) {
    guard let old = profilesByID.removeValue(forKey: profile) else { return }
    profileIDsByCustomer[old.customerID] = nil
    _ = profileOrder.remove(profile)
    for segment in segmentOrder { _ = membersBySegment[segment]?.remove(profile) }
  }

  /// Whether the profile is new to the segment.
  mutating func insert(_ profile: ShopperProfileID, into segment: SegmentID) -> Bool {
    membersBySegment[segment]?.insert(profile) ?? false
  }

  /// Whether the profile was a member.
  mutating func remove(_ profile: ShopperProfileID, from segment: SegmentID) -> Bool {
    membersBySegment[segment]?.remove(profile) ?? false
  }

  mutating func empty(_ segment: SegmentID) {
    if membersBySegment[segment] != nil { membersBySegment[segment] = SortedIDs() }
  }
}
