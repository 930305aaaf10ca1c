package import SegmentModel

/// The content of the state: the segments that segplan manages, with their members after the last apply.
package struct StateDocument: Hashable, Sendable {
  /// How many ``runs`` are kept; the journal of an older run is compared with the segments' history instead.
  static let maximumRuns = 100

  /// A UUID that all versions of a state share; states of different lineage are unrelated.
  package let lineage: String
  /// Grows by one with every write.
  package internal(set) var serial: Int
  /// The version of the program that wrote it.
  package let toolVersion: String
  /// The store that it belongs to.
  package let store: String
  /// Sorted by name; each id and each name occurs once.
  package let segments: [RecordedSegment]
  /// When each segment was last changed, and by which plan.
  package internal(set) var history: SegmentHistory
  /// The ids of the runs whose changes are in this state, oldest first; their journals are no longer needed.
  package let runs: [String]
  /// Who wrote this version, and in which job; `nil` if an older release wrote it.
  package internal(set) var who: String?
  /// The plan that the last apply did not finish; `nil` if it did all.
  package var unfinished: UnfinishedPlan?

  package init(
    lineage: String,
    serial: Int,
    toolVersion: String,
    store: String,
    segments: [RecordedSegment],
    history: SegmentHistory = SegmentHistory(),
    runs: [String] = [],
    who: String? = nil
  ) {
    self.lineage = lineage
    self.serial = serial
    self.toolVersion = toolVersion
    self.store = store
    self.segments = segments.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    self.history = history
    self.runs = runs.suffix(Self.maximumRuns)
    self.who = who
  }

  /// Whether no run has recorded anything yet: a first document, which proves that the place keeps it.
  package var isUnused: Bool { serial == 0 && segments.isEmpty }

  /// The next version, of the same lineage, with these records, as `who` writes it with a program of `toolVersion`.
  ///
  /// `changes` are the segments that changed since this version, and `plan` is the plan that changed them, if one did.
  /// `run` is the run whose changes it holds; `nil` for a command without a journal.
  package func succeeding(
    with segments: [RecordedSegment],
    toolVersion: String,
    who: String?,
    changes: [SegmentTouch] = [],
    by plan: PlanID? = nil,
    run: String? = nil
  ) -> StateDocument {
    StateDocument(
      lineage: lineage,
      serial: serial + 1,
      toolVersion: toolVersion,
      store: store,
      segments: segments,
      history: history.adding(changes, at: serial + 1, by: plan, run: run),
      runs: runs + (run.map { [$0] } ?? []),
      who: who
    )
  }
}

/// A plan that was applied in part.
package struct UnfinishedPlan: Codable, Hashable, Sendable {
  /// The id that was approved.
  package let plan: PlanID
  /// The id of what is left to do, if nothing else changes.
  package let rest: PlanID

  package init(plan: PlanID, rest: PlanID) {
    self.plan = plan
    self.rest = rest
  }
}
