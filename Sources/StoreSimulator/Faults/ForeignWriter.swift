package import SegmentModel

/// Another writer who changes the store; all its changes are recorded.
struct ForeignWriter: Sendable {
  /// In the order in which they were made.
  private(set) var changes: [ForeignChange] = []
  /// How many requests have come so far.
  var requestCount = 0

  /// Adds and removes members; changes without effect are skipped.
  mutating func edit(_ segment: SegmentID, _ edit: ForeignEdit, in store: inout Store, using random: inout SeededGenerator) {
    // Removals first, so that no profile is removed that was just added.
    let members = store.membersBySegment[segment]?.ids ?? []
    let removing = edit.removing + members.shuffled(using: &random).prefix(edit.removes)
    remove(removing, from: segment, in: &store)
    let excluded = Set(members + edit.adding + removing)
    var adding = edit.adding
    if edit.adds > 0 {
      adding += store.profileOrder.ids.filter { !excluded.contains($0) }.shuffled(using: &random).prefix(edit.adds)
    }
    while adding.count < edit.adding.count + edit.adds { adding.append(createProfile(isFirst: nil, in: &store)) }
    add(adding, to: segment, in: &store)
  }

  mutating func add(_ ids: [ShopperProfileID], to segment: SegmentID, in store: inout Store) {
    for profile in store.insertMembers(ids, into: segment) { note(.memberAdded, segment, profile.id) }
  }

  mutating func remove(_ ids: [ShopperProfileID], from segment: SegmentID, in store: inout Store) {
    for id in ids where store.remove(id, from: segment) { note(.memberRemoved, segment, id) }
  }

  mutating func createSegment(named name: String, in store: inout Store) {
    guard store.segment(named: name) == nil else { return }
    note(.segmentCreated, store.insertSegment(named: name, description: "", at: store.tick()).id, nil)
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

  /// Moves rows while the members are listed; see ``Fault/ShiftedRow``.
  mutating func shift(_ row: Fault.ShiftedRow, in segment: SegmentID, of store: inout Store) {
    if row != .inserted {
      let members = store.membersBySegment[segment]?.ids ?? []
      remove(Array(members.prefix(1)), from: segment, in: &store)
    }
    if row != .deleted {
      // An id below all others is on the first page, one above all others on the last.
      add([createProfile(isFirst: row == .inserted, in: &store)], to: segment, in: &store)
    }
  }

  /// Creates a profile whose id sorts below all others, above all others, or anywhere for `nil`.
  private mutating func createProfile(isFirst: Bool?, in store: inout Store) -> ShopperProfileID {
    var id = store.nextProfileID()
    if let isFirst {
      // All other ids are of version 4, which leaves room below and above them.
      repeat {
        id = ShopperProfileID(bits: UUIDBits(high: isFirst ? 0 : .max, low: store.nextProfileID().bits.low))
      } while store.profile(id) != nil
    }
    store.insert(StoredProfile(id: id, customerID: (store.customers.ids.last ?? 0) + 1, createdAt: store.tick()))
    note(.profileCreated, nil, id)
    return id
  }

  private mutating func note(_ kind: ForeignChange.Kind, _ segment: SegmentID?, _ profile: ShopperProfileID?) {
    changes.append(ForeignChange(kind: kind, segment: segment, profile: profile, afterRequests: requestCount))
  }
}

/// A change that another writer made: an item of `GET /_sim/foreign`.
package struct ForeignChange: Encodable, Hashable, Sendable {
  package let kind: Kind
  /// `nil` for changes of profiles themselves.
  @OrNull package private(set) var segment: SegmentID?
  /// `nil` for changes of segments themselves.
  @OrNull package private(set) var profile: ShopperProfileID?
  /// How many requests had come by then: the change happened during the last of them, or after it.
  package let afterRequests: Int

  package enum Kind: String, Encodable, Hashable, Sendable, CaseIterable {
    case memberAdded = "member-added"
    case memberRemoved = "member-removed"
    case segmentCreated = "segment-created"
    case segmentDeleted = "segment-deleted"
    case profileCreated = "profile-created"
    case profileDeleted = "profile-deleted"
  }

  enum CodingKeys: String, CodingKey {
    case kind = "change"
    case segment, profile, afterRequests
  }
}
