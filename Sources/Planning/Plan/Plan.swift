package import Diagnostics
package import SegmentModel

/// What a plan was made from.
package struct PlanHeader: Hashable, Sendable {
  /// The version of the program that made the plan.
  package let toolVersion: String
  /// When the plan was made: RFC 3339, UTC, whole seconds.
  package let createdAt: String
  /// Until when the plan may be applied: RFC 3339, UTC, whole seconds; without it, until the end of the day.
  package var validUntil: String?
  /// The store that the plan is for; apply refuses any other.
  package let store: String
  /// A ``ConfigurationDigest``, or a digest by an earlier release.
  package let configurationDigest: String
  /// The state that the plan was made with; `nil` when no state existed yet.
  package var state: StateReference?
  /// Where that state is, or will be.
  package let statePlace: String?
  /// The segments that `--target` named; empty for a plan of all segments.
  package var targets: [String]

  package init(
    toolVersion: String,
    createdAt: String,
    validUntil: String?,
    store: String,
    configurationDigest: String,
    state: StateReference?,
    statePlace: String? = nil,
    targets: [String] = []
  ) {
    self.toolVersion = toolVersion
    self.createdAt = createdAt
    self.validUntil = validUntil
    self.store = store
    self.configurationDigest = configurationDigest
    self.state = state
    self.statePlace = statePlace
    self.targets = targets
  }

  /// The day on which the plan was made, in UTC; 1970-01-01 when ``createdAt`` is not a time.
  var day: CalendarDay { CalendarDay(createdAt.prefix(10)) ?? CalendarDay(daysSinceEpoch: 0) }
}

package struct StateReference: Codable, Hashable, Sendable {
  /// A UUID that all versions of a state share.
  package let lineage: String
  /// Grows by one with every write.
  package internal(set) var serial: Int
  /// The run whose journal the plan took into account, before the state had its changes; `nil` if it found no journal.
  package let foldedRun: String?

  package init(lineage: String, serial: Int, foldedRun: String? = nil) {
    self.lineage = lineage
    self.serial = serial
    self.foldedRun = foldedRun
  }
}

/// The changes that turn the live segments into the desired ones, segment by segment and member by member.
package struct Plan: Hashable, Sendable {
  package var header: PlanHeader
  /// Every declared segment in scope, by name, also those without changes.
  package private(set) var segments: [SegmentPlan]
  package let unmanagedCount: Int
  /// The warnings of planning, with places but without the lines of the manifests.
  package private(set) var warnings: [Diagnostic] = []

  package init(header: PlanHeader, segments: [SegmentPlan], unmanagedCount: Int) {
    self.header = header
    self.segments = segments.sorted { $0.name < $1.name }
    self.unmanagedCount = unmanagedCount
  }

  package var hasChanges: Bool { segments.contains(where: \.hasChanges) }

  /// The customers for whom apply creates a profile, ascending and unique.
  package var newProfiles: [CustomerID] { Set(segments.flatMap(\.newProfiles)).sorted() }

  package var summary: PlanSummary { PlanSummary(self) }

  /// How many members the segments to delete have.
  package var membersOfDeletedSegments: Int {
    segments.reduce(0) { total, segment in
      if case .delete = segment.change { total + segment.live.count } else { total }
    }
  }

  package func replacing(segments: [SegmentPlan]) -> Plan {
    var plan = self
    plan.segments = segments.sorted { $0.name < $1.name }
    return plan
  }

  package func warning(of warnings: [Diagnostic]) -> Plan {
    var plan = self
    plan.warnings = warnings.map {
      Diagnostic(.warning, code: $0.code, summary: $0.summary, detail: $0.detail, range: $0.range)
    }
    return plan
  }

  /// The plan with the limits that hold for a saved plan.
  package func limited(by limits: SavedPlanLimits) -> Plan {
    var plan = self
    for index in segments.indices { plan.segments[index].limits = limits.limits(of: segments[index]) }
    return plan
  }
}

package struct PlanSummary: Codable, Hashable, Sendable {
  package internal(set) var segmentsToCreate: Int
  /// Existing segments whose name, description or members change.
  package internal(set) var segmentsToUpdate: Int
  package internal(set) var segmentsToDelete: Int
  package internal(set) var segmentsUnchanged: Int
  package internal(set) var segmentsUnmanaged: Int
  /// Including customers without a profile.
  package internal(set) var membersToAdd: Int
  /// Customers for whom apply creates a profile, each once.
  package internal(set) var profilesToCreate: Int
  /// Including the members of segments to delete.
  package internal(set) var membersToRemove: Int

  init(_ plan: Plan) {
    segmentsToCreate = plan.segments.count { $0.actions.contains(.create) }
    segmentsToDelete = plan.segments.count { $0.actions.contains(.delete) }
    segmentsUnchanged = plan.segments.count { !$0.hasChanges }
    segmentsToUpdate = plan.segments.count - segmentsToCreate - segmentsToDelete - segmentsUnchanged
    segmentsUnmanaged = plan.unmanagedCount
    membersToAdd = plan.segments.reduce(0) { $0 + $1.additionCount }
    profilesToCreate = plan.newProfiles.count
    membersToRemove = plan.membersOfDeletedSegments + plan.segments.reduce(0) { $0 + $1.remove.count }
  }
}
