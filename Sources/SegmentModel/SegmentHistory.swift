/// When each segment was last changed and by which plan, to compare older plans and journals with.
///
/// Deleted and forgotten segments keep their entry. When an old entry is dropped, ``knownSince`` rises, so that an
/// unknown change never counts as no change.
package struct SegmentHistory: Hashable, Sendable {
  /// A store has at most 1,000 segments; this leaves room for as many deleted ones.
  package static let maximumRevisions = 2_000

  /// By serial, then by id; each segment once.
  package let revisions: [SegmentRevision]
  /// The revisions include every change after this serial, but not every change before it.
  package let knownSince: Int

  package init(revisions: [SegmentRevision] = [], knownSince: Int = 0) {
    let sorted = revisions.sorted { ($0.serial, $0.segment) < ($1.serial, $1.segment) }
    let surplus = max(0, sorted.count - Self.maximumRevisions)
    self.revisions = Array(sorted.dropFirst(surplus))
    self.knownSince = max(knownSince, sorted.prefix(surplus).last?.serial ?? 0)
  }

  package static func unknown(before serial: Int) -> SegmentHistory { SegmentHistory(knownSince: serial) }

  /// Adds the changes of the state's next version.
  package func adding(_ changes: [SegmentTouch], at serial: Int, by plan: PlanID?, run: String? = nil) -> SegmentHistory {
    var latest = Dictionary(revisions.map { ($0.segment, $0) }, uniquingKeysWith: { _, last in last })
    for change in changes {
      latest[change.segment] = SegmentRevision(
        segment: change.segment,
        name: change.name,
        serial: serial,
        plan: plan,
        run: run,
        isComplete: change.isComplete,
        lastRemoval: change.removesMembers ? serial : latest[change.segment]?.lastRemoval
      )
    }
    return SegmentHistory(revisions: Array(latest.values), knownSince: knownSince)
  }

  /// The changes after a serial of segments with this id or name; `nil` when some of them may have been dropped.
  package func changes(after serial: Int, id: SegmentID?, name: String) -> [SegmentRevision]? {
    guard serial >= knownSince else { return nil }
    return revisions.filter { $0.serial > serial && ($0.segment == id || $0.name == name) }
  }
}

package struct SegmentRevision: Codable, Hashable, Sendable {
  package let segment: SegmentID
  /// The name under which it was declared then.
  package let name: String
  /// The serial of the state that recorded the change; 1 or more.
  package let serial: Int
  /// The applied plan; `nil` when it is not known and after `segplan state rm`.
  package let plan: PlanID?
  /// The run that made the change; `nil` for a run without a journal.
  package let run: String?
  /// Whether the apply did everything that its plan lists for this segment, and saw it in the store.
  package let isComplete: Bool
  /// The serial at which an apply last removed members or the segment itself; `nil` for none.
  package let lastRemoval: Int?

  private enum CodingKeys: String, CodingKey {
    case segment, name, serial, plan, run, lastRemoval
    case isComplete = "complete"
  }
}

/// A change of a segment that the next version of the state records.
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
