import SegmentModel

/// What somebody else changed in the store, segment by segment, at one moment.
///
/// Drift is where the live segments differ from what the state recorded. Changes that are declared and not applied yet are no drift; they are
/// counted beside it.
package struct DriftReport: Hashable, Sendable {
  /// When, where, and with which state it was made.
  package struct Header: Hashable, Sendable {
    package let toolVersion: String
    /// When it looked: RFC 3339, UTC, whole seconds.
    package let checkedAt: String
    /// The store, as plans and states call it.
    package let store: String
    /// The state that was compared with; `nil` when there is none.
    package let state: StateReference?

    package init(toolVersion: String, checkedAt: String, store: String, state: StateReference?) {
      self.toolVersion = toolVersion
      self.checkedAt = checkedAt
      self.store = store
      self.state = state
    }
  }

  package let header: Header
  /// Every segment that is declared or recorded, by name.
  package private(set) var segments: [SegmentDriftReport]
  /// The names of live segments that are neither declared nor recorded, sorted: nobody's business here.
  package let unmanaged: [String]

  package init(header: Header, segments: [SegmentDriftReport], unmanaged: [String]) {
    self.header = header
    self.segments = segments.sorted { ($0.name, $0.id?.description ?? "") < ($1.name, $1.id?.description ?? "") }
    self.unmanaged = unmanaged.sorted()
  }

  /// The same report, with what is known of the members of each drifted segment.
  package func noted(_ note: (inout SegmentDriftReport) -> Void) -> DriftReport {
    var report = self
    for index in report.segments.indices where report.segments[index].hasDrift { note(&report.segments[index]) }
    return report
  }

  /// Whether drift can be told from declared changes that are not applied yet.
  ///
  /// Without a state it cannot: the report then compares live with desired, and every difference stands in it.
  package var canTell: Bool { header.state != nil }

  package var drifted: [SegmentDriftReport] { segments.filter(\.hasDrift) }

  package var hasDrift: Bool { segments.contains(where: \.hasDrift) }

  package var membersAdded: Int { segments.reduce(0) { $0 + $1.added.count } }

  package var membersRemoved: Int { segments.reduce(0) { $0 + $1.removed.count } }

  package var unappliedMembers: Int { segments.reduce(0) { $0 + $1.unappliedAdditions + $1.unappliedRemovals } }
}

extension DriftReport {
  /// Whether both say the same of what drifted, whenever they were made.
  package func isSameDrift(as other: DriftReport?) -> Bool {
    func facts(_ report: DriftReport?) -> [SegmentDriftReport]? {
      report?.drifted.map { segment in
        var segment = segment
        segment.notes = ChangeNotes(add: .empty, remove: .empty)
        return segment
      }
    }
    return facts(self) == facts(other) && canTell == other?.canTell
  }
}
