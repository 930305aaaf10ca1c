package import SegmentModel

/// One segment as desired, live and recorded.
package struct SegmentDriftReport: Hashable, Sendable {
  package enum Status: String, Hashable, Sendable, CaseIterable {
    /// Recorded and live. Without a state: declared and live.
    case present
    /// Recorded, and gone from the store.
    case deleted
    /// Declared and live, and no apply has recorded it.
    case appeared
    /// Declared, and not in the store; nothing has been applied yet.
    case pending
    /// Neither live nor to be there.
    case absent
  }

  package enum Declaration: String, Hashable, Sendable, CaseIterable {
    case authoritative
    case additive
    /// `ensure: absent`.
    case absent
    /// No manifest mentions it; a state remembers it.
    case none
  }

  /// As declared, else as recorded.
  package var name: String
  /// `nil` when it is not known to the store or the state.
  package let id: SegmentID?
  package let status: Status
  package let declaration: Declaration
  /// Live members; 0 when there is no such segment.
  package let liveCount: Int
  /// Declared members; `nil` when nothing declares the segment.
  package let desiredCount: Int?
  /// Members that the state recorded; `nil` when it has none of the segment.
  package let recordedCount: Int?
  /// Members that somebody added.
  package internal(set) var added = DriftedMembers.none
  /// Members that somebody removed.
  package internal(set) var removed = DriftedMembers.none
  /// Members of an additive segment that neither manifests nor state speak of: expected company, no drift.
  package internal(set) var strangers = 0
  /// The name that the store has, where another one was recorded, or without a state where another one is declared.
  package var renamedTo: String?
  /// Members that an apply would add though nobody removed them.
  package internal(set) var unappliedAdditions = 0
  /// Members that an apply would remove though nobody added them.
  package internal(set) var unappliedRemovals = 0
  /// Who the members of ``added`` and ``removed`` are, and where they are declared.
  package var notes = ChangeNotes(add: .empty, remove: .empty)

  /// Whether somebody else changed the segment.
  package var hasDrift: Bool {
    status == .deleted || status == .appeared || renamedTo != nil || added.count + removed.count > 0
  }
}

/// Members that came or went outside, by what the manifests say of them.
package struct DriftedMembers: Hashable, Sendable {
  /// Declared otherwise: an apply takes it back.
  package internal(set) var contradicting = MemberSet.empty
  /// Nothing declares it, one way or the other.
  package internal(set) var undeclared = MemberSet.empty
  /// Declared just so: the store is ahead of the state.
  package internal(set) var agreeing = MemberSet.empty

  package static let none = DriftedMembers()

  package var all: MemberSet { contradicting.union(undeclared).union(agreeing) }

  package var count: Int { contradicting.count + undeclared.count + agreeing.count }
}
