package import SegmentModel

/// Somebody else who changes the store; everything done is written down.
struct ForeignWriter: Sendable {
  /// In the order of the changes.
  private(set) var changes: [ForeignChange] = []
  /// How many requests have come so far.
  var requestCount = 0

  /// Adds and removes members; what is a member already, or is none, is passed over.
  mutating func edit(
    _ segment: SegmentID,
    _ edit: ForeignEdit,
    in store: inout Store,
    using random: inout SeededGenerator
  ) {
    // Removals first, so that none of the profiles just added is taken out again.
    let removing = edit.removing + Self.members(edit.removes, of: segment, in: store, using: &random)
    remove(removing, from: segment, in: &store)
    var adding = edit.adding
    for _ in 0..<edit.adds {
      adding.append(newMember(of: segment, except: adding + removing, in: &store, using: &random))
    }
    add(adding, to: segment, in: &store)
  }

  /// Makes members of these.
  mutating func add(_ ids: [ShopperProfileID], to segment: SegmentID, in store: inout Store) {
    for profile in store.insertMembers(ids, into: segment) {
      note(.memberAdded, segment, profile.id)
    }
  }

  /// Takes these out of the segment.
  mutating func remove(_ ids: [ShopperProfileID], from segment: SegmentID, in store: inout Store) {
    for id in ids where store.remove(id, from: segment) {
      note(.memberRemoved, segment, id)
    }
  }

  mutating func createSegment(named name: String, in store: inout Store) {
    let now = store.tick()
    let segment = StoredSegment(id: store.nextSegmentID(), name: name, description: "", createdAt: now, updatedAt: now)
    store.insert(segment)
    note(.segmentCreated, segment.id, nil)
  }

  mutating func deleteSegment(_ id: SegmentID, in store: inout Store) {
    store.deleteSegments([id])
    note(.segmentDeleted, id, nil)
  }

  mutating func deleteProfiles(_ ids: [ShopperProfileID], in store: inout Store) {
    for id in ids where store.profile(id) != nil {
      store.deleteProfiles([id])
      note(.profileDeleted, nil, id)
    }
  }

  /// Lets rows move while the members are read; see ``Fault/ShiftedRow``.
  mutating func shift(_ row: Fault.ShiftedRow, in segment: SegmentID, of store: inout Store) {
    if row != .inserted {
      let members = store.membersBySegment[segment]?.ids ?? []
      remove(Array(members.prefix(1)), from: segment, in: &store)
    }
    if row != .deleted {
      // Below every other id, or above: on the first page, or on the last.
      let newcomer = createProfile(isFirst: row == .inserted, in: &store)
      add([newcomer], to: segment, in: &store)
    }
  }

  /// A profile that becomes a member: one that exists, if a few tries find one, else a new one.
  private mutating func newMember(
    of segment: SegmentID,
    except taken: [ShopperProfileID],
    in store: inout Store,
    using random: inout SeededGenerator
  ) -> ShopperProfileID {
    let profileCount = store.profileOrder.count
    for _ in 0..<100 where profileCount > 0 {
      let id = store.profileOrder.ids[Int.random(in: 0..<profileCount, using: &random)]
      let isMember = store.membersBySegment[segment]?.contains(id) ?? true
      if !isMember && !taken.contains(id) { return id }
    }
    return createProfile(isFirst: nil, in: &store)
  }

  /// Makes a profile that nobody had, whose id sorts below all others, or above, or anywhere for `nil`.
  private mutating func createProfile(isFirst: Bool?, in store: inout Store) -> ShopperProfileID {
    var id = store.nextProfileID()
    if let isFirst {
      // Not of version 4 as all others are: that leaves room below and above them.
      repeat {
        id = ShopperProfileID(bits: UUIDBits(high: isFirst ? 0 : .max, low: store.nextProfileID().bits.low))
      } while store.profile(id) != nil
    }
    store.insert(StoredProfile(id: id, customerID: (store.customers.ids.last ?? 0) + 1, createdAt: store.tick()))
    note(.profileCreated, nil, id)
    return id
  }

  /// Different members, at random; all of them if there are not enough.
  private static func members(
    _ count: Int,
    of segment: SegmentID,
    in store: Store,
    using random: inout SeededGenerator
  ) -> [ShopperProfileID] {
    guard count > 0, let members = store.membersBySegment[segment]?.ids else { return [] }
    if count >= members.count { return members }
    var places: Set<Int> = []
    while places.count < count { places.insert(Int.random(in: 0..<members.count, using: &random)) }
    return places.sorted().map { members[$0] }
  }

  private mutating func note(_ kind: ForeignChange.Kind, _ segment: SegmentID?, _ profile: ShopperProfileID?) {
    changes.append(ForeignChange(kind: kind, segment: segment, profile: profile, afterRequests: requestCount))
  }
}

/// A change that another writer made, not one of the requests.
package struct ForeignChange: Hashable, Sendable {
  package let kind: Kind
  /// `nil` for changes to profiles themselves.
  package let segment: SegmentID?
  /// `nil` for changes to segments themselves.
  package let profile: ShopperProfileID?
  /// How many requests had come by then: it happened during the last of them, or after it.
  package let afterRequests: Int

  /// What was done.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case memberAdded = "member-added"
    case memberRemoved = "member-removed"
    case segmentCreated = "segment-created"
    case segmentDeleted = "segment-deleted"
    case profileCreated = "profile-created"
    case profileDeleted = "profile-deleted"
  }
}
