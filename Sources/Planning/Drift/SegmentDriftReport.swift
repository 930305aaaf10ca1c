package import SegmentModel

/// One segment as desired, live and recorded.
package struct SegmentDriftReport: Hashable, Sendable {
  package enum Status: String, Hashable, Sendable, CaseIterable {
    /// Recorded and live; without a state, declared and live.
    case present
    /// Recorded and not live.
    case deleted
    /// Declared and live, but not recorded.
    case appeared
    /// Declared, but neither live nor recorded.
    case pending
    /// Neither live nor declared present.
    case absent
  }

  package enum Declaration: String, Hashable, Sendable, CaseIterable {
    case authoritative
    case additive
    /// `ensure: absent`.
    case absent
    /// Recorded, but not in any manifest.
    case none
  }

  /// The declared name, else the recorded one.
  package var name: String
  /// `nil` if neither the store nor the state has the segment, and no manifest pins an id.
  package let id: SegmentID?
  package let status: Status
  package let declaration: Declaration
  /// 0 if the segment is not live.
  package let liveCount: Int
  /// `nil` if no manifest declares the segment.
  package let desiredCount: Int?
  /// `nil` if the state does not record the segment.
  package let recordedCount: Int?
  /// Members that someone added outside segapply.
  package internal(set) var added = DriftedMembers.none
  /// Members that someone removed outside segapply.
  package internal(set) var removed = DriftedMembers.none
  /// Members of an additive segment that are neither declared nor recorded, which is not drift.
  package internal(set) var strangers = 0
  /// The name in the store if it differs from the recorded name, or without a state from the declared name.
  package var renamedTo: String?
  /// Members that an apply would add, except those that someone removed.
  package internal(set) var unappliedAdditions = 0
  /// Members that an apply would remove, except those that someone added.
  package internal(set) var unappliedRemovals = 0
  /// What an apply would do to the segment itself, except to revert drift; `nil` for nothing.
  package internal(set) var unappliedChange: PlannedAction?
  /// Whether only the number of members was compared: an exchange of members does not show.
  package internal(set) var isCheckedByCount = false
  /// The customers, places and causes of ``added`` and ``removed``.
  package var notes = ChangeNotes(add: .empty, remove: .empty)

  /// Whether something is declared and not applied yet.
  package var isUnapplied: Bool { unappliedChange != nil || unappliedAdditions + unappliedRemovals > 0 }

  /// Whether someone changed the segment outside segapply.
  package var hasDrift: Bool {
    status == .deleted || status == .appeared || renamedTo != nil || added.count + removed.count > 0
  }
}

/// Members that were added or removed outside segapply.
package struct DriftedMembers: Hashable, Sendable {
  /// The change contradicts the manifests: the next apply reverts it.
  package internal(set) var contradicting = MemberSet.empty
  /// The manifests say nothing about the change.
  package internal(set) var undeclared = MemberSet.empty
  /// The change agrees with the manifests: the store is ahead of the state.
  package internal(set) var agreeing = MemberSet.empty

  package static let none = DriftedMembers()

  package var all: MemberSet { contradicting.union(undeclared).union(agreeing) }

  package var count: Int { contradicting.count + undeclared.count + agreeing.count }
}
