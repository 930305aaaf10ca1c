package import SegmentModel

/// What an apply wrote down, as it happened.
package enum JournalEntry: Hashable, Sendable {
  /// The first entry of every journal.
  case began(JournalHeader)
  /// The segment that the entries after this one are about, by its id. `isNew` when this run created it; `intended` is how many members
  /// the run is to leave in it.
  case segment(SegmentID, name: String, mode: MembershipMode, isNew: Bool, intended: Int? = nil)
  /// These are about to be sent, to be added or removed. If the answer never comes, the next listing shows whether it was done.
  case sending(SegmentID, MemberSet)
  /// The store acknowledged that these are members now.
  case added(SegmentID, MemberSet)
  /// The store acknowledged that these are members no more.
  case removed(SegmentID, MemberSet)
  /// The store acknowledged that the segment is gone.
  case deleted(SegmentID)
  /// The state is about to be written with this serial; it holds everything above.
  ///
  /// It is not known to be written before the state names this run among its ``StateDocument/runs``.
  case recording(serial: Int)
}

/// Which run a journal is of, and which state it starts from.
package struct JournalHeader: Hashable, Sendable {
  /// The run's id, which is also its lock's.
  package let run: String
  /// `user@host`.
  package let who: String
  /// RFC 3339, UTC.
  package let startedAt: String
  package let store: String
  /// The lineage of the state, or the one that a first state will get.
  package let lineage: String
  /// The serial of the state that the run read; 0 when there was none.
  package let serial: Int
  /// The plan that the run carries out; `nil` in a journal of an older release.
  package let plan: PlanID?

  package init(
    run: String,
    who: String,
    startedAt: String,
    store: String,
    lineage: String,
    serial: Int,
    plan: PlanID? = nil
  ) {
    self.run = run
    self.who = who
    self.startedAt = startedAt
    self.store = store
    self.lineage = lineage
    self.serial = serial
    self.plan = plan
  }
}
