import SegmentModel

/// The changes outside segapply, segment by segment, at one moment.
///
/// Drift is a difference between a live segment and its record in the state. Declared changes that are not applied yet
/// are not drift; the report counts them separately.
package struct DriftReport: Hashable, Sendable {
  package struct Header: Hashable, Sendable {
    package let toolVersion: String
    /// RFC 3339, UTC, whole seconds.
    package let checkedAt: String
    /// The name of the store in plans and states.
    package let store: String
    /// `nil` without a state.
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
  /// The names of live segments that are neither declared nor recorded, sorted.
  package let unmanaged: [String]

  package init(header: Header, segments: [SegmentDriftReport], unmanaged: [String]) {
    self.header = header
    self.segments = segments.sorted { ($0.name, $0.id?.description ?? "") < ($1.name, $1.id?.description ?? "") }
    self.unmanaged = unmanaged.sorted()
  }

  /// The report after a change to each drifted segment.
  package func noted(_ note: (inout SegmentDriftReport) -> Void) -> DriftReport {
    var report = self
    for index in report.segments.indices where report.segments[index].hasDrift { note(&report.segments[index]) }
    return report
  }

  /// Whether the report can distinguish drift from declared changes that are not applied yet.
  ///
  /// Without a state it cannot. It then compares live with desired members, and reports every difference.
  package var canTell: Bool { header.state != nil }

  package var drifted: [SegmentDriftReport] { segments.filter(\.hasDrift) }

  package var checkedByCount: [SegmentDriftReport] { segments.filter(\.isCheckedByCount) }

  package var hasDrift: Bool { segments.contains(where: \.hasDrift) }

  package var membersAdded: Int { segments.reduce(0) { $0 + $1.added.count } }

  package var membersRemoved: Int { segments.reduce(0) { $0 + $1.removed.count } }

  /// The segments with something that is declared and not applied yet.
  package var unapplied: [SegmentDriftReport] { segments.filter(\.isUnapplied) }

  package var unappliedMembers: Int { segments.reduce(0) { $0 + $1.unappliedAdditions + $1.unappliedRemovals } }
}
