/// When each segment was last changed and by which plan: what an older plan or journal is compared with.
///
/// Deleted and forgotten segments keep their entry. The number of entries is bounded: what falls out raises ``knownSince``, so that what
/// is no longer known is never taken for unchanged.
package struct SegmentHistory: Hashable, Sendable {
  /// A store has at most 1,000 segments, so that as many deleted ones are remembered.
  package static let maximumRevisions = 2_000

  /// By serial, then by id; each segment once.
  package let revisions: [SegmentRevision]
  /// Every change after this serial is among the revisions; of changes before it some are not.
  package let knownSince: Int

  package init(revisions: [SegmentRevision] = [], knownSince: Int = 0) {
    let sorted = revisions.sorted { ($0.serial, $0.segment) < ($1.serial, $1.segment) }
    let surplus = max(0, sorted.count - Self.maximumRevisions)
    self.revisions = Array(sorted.dropFirst(surplus))
    self.knownSince = max(knownSince, sorted.prefix(surplus).last?.serial ?? 0)
  }

  /// A history of which nothing before this serial is known.
  package static func unknown(before serial: Int) -> SegmentHistory { SegmentHistory(knownSince: serial) }

  /// The history with the changes of the state's next version.
  package func adding(
    _ changes: [SegmentTouch],
    at serial: Int,
    by plan: PlanID?,
    run: String? = nil
  ) -> SegmentHistory {
    var latest = Dictionary(revisions.map { ($0.segment, $0) }, uniquingKeysWith: { _, last in last })
    for change in changes {
      latest[change.segment] = SegmentRevision(
        segment: change.segment,
        name: change.name,
        serial: serial,
        plan: plan,
        run: run,
        isComplete: change.isComplete,
        lastRemoval: change.removesMembers ? serial : latest[change.segment]?.lastRemoval ?? 0
      )
    }
    return SegmentHistory(revisions: Array(latest.values), knownSince: knownSince)
  }

  /// The changes after a serial of a segment with this id or this name; `nil` when some of them may have been forgotten.
  package func changes(after serial: Int, id: SegmentID?, name: String) -> [SegmentRevision]? {
    guard serial >= knownSince else { return nil }
    return revisions.filter { $0.serial > serial && ($0.segment == id || $0.name == name) }
  }
}

package struct SegmentRevision: Hashable, Sendable {
  package let segment: SegmentID
  /// The name under which it was declared then.
  package let name: String
  /// The serial of the state that recorded the change; 1 or more.
  package let serial: Int
  /// The plan that an apply carried out; `nil` when it is not known, and after `segplan state rm`.
  package let plan: PlanID?
  /// The run that made it; `nil` when no run with a journal did.
  package let run: String?
  /// Whether the apply did all that its plan lists for this segment, and saw it in the store.
  package let isComplete: Bool
  /// The serial at which an apply last removed members or the segment itself; 0 when none did.
  package let lastRemoval: Int

  package init(
    segment: SegmentID,
    name: String,
    serial: Int,
    plan: PlanID?,
    run: String?,
    isComplete: Bool,
    lastRemoval: Int
  ) {
    self.segment = segment
    self.name = name
    self.serial = serial
    self.plan = plan
    self.run = run
    self.isComplete = isComplete
    self.lastRemoval = lastRemoval
  }
}

/// What the next version of the state records of a changed segment.
package struct SegmentTouch: Hashable, Sendable {
  package let segment: SegmentID
  package let name: String
  /// See ``SegmentRevision/isComplete``.
  package let isComplete: Bool
  /// Whether members left the segment, or it was deleted or forgotten.
  package let removesMembers: Bool

  package init(segment: SegmentID, name: String, isComplete: Bool, removesMembers: Bool) {
    self.segment = segment
    self.name = name
    self.isComplete = isComplete
    self.removesMembers = removesMembers
  }
}
