import SegmentModel

/// Changes of members that the store has made but its lists do not show yet.
struct HiddenChanges: Sendable {
  private struct Change {
    let segment: SegmentID
    let profile: ShopperProfileID
    let isAddition: Bool
    /// When lists show it, by the simulator's clock.
    let visibleAt: Duration
  }

  /// In the order in which they were made.
  private var changes: [Change] = []

  /// Hides changes of these members until this time.
  mutating func hide(_ profiles: Set<ShopperProfileID>, in segment: SegmentID, isAddition: Bool, until time: Duration) {
    changes += profiles.map { Change(segment: segment, profile: $0, isAddition: isAddition, visibleAt: time) }
  }

  /// Removes the changes that lists show by now.
  mutating func show(at now: Duration) { changes.removeAll { $0.visibleAt <= now } }

  /// Whether lists show the profile as a member of the segment; `isMember` says whether it is one.
  func shows(_ profile: ShopperProfileID, in segment: SegmentID, isMember: Bool) -> Bool {
    changes.first { $0.segment == segment && $0.profile == profile }.map { !$0.isAddition } ?? isMember
  }

  /// Turns the segment's members into those that lists show.
  func undo(in segment: SegmentID, _ members: inout SortedIDs<ShopperProfileID>) {
    for change in changes.reversed() where change.segment == segment {
      _ = change.isAddition ? members.remove(change.profile) : members.insert(change.profile)
    }
  }
}
