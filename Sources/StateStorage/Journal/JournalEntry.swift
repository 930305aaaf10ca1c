package import SegmentModel

/// A step of an apply.
package enum JournalEntry: Hashable, Sendable {
  /// The first entry of every journal.
  case began(JournalHeader)
  /// A segment that later entries name by its id. `isNew` if this run created it; `intended` is the number of members
  /// that it should have after the run.
  case segment(SegmentID, name: String, mode: MembershipMode, isNew: Bool, intended: Int? = nil)
  /// The run is about to add or remove these members. Without an answer, the next listing shows whether it did.
  case sending(SegmentID, MemberSet)
  /// The store acknowledged that these are members now.
  case added(SegmentID, MemberSet)
  /// The store acknowledged that these are no longer members.
  case removed(SegmentID, MemberSet)
  /// The store acknowledged that the segment is gone.
  case deleted(SegmentID)
  /// The run is about to write the state with this serial, which includes all entries above.
  ///
  /// The write has succeeded only if the state names this run among its ``StateDocument/runs``.
  case recording(serial: Int)
}

/// The run of a journal, and the state that it started from.
package struct JournalHeader: Hashable, Sendable {
  /// The run's id, which is also its lock's.
  package let run: String
  /// Who started the run: `user@host`, or a person and a CI job.
  package let who: String
  /// RFC 3339, UTC.
  package let startedAt: String
  package let store: String
  /// The lineage of the state, or the one that a first state will get.
  package let lineage: String
  /// The serial of the state that the run read; 0 if there was none.
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
