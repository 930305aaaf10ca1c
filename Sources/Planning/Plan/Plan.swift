package import Diagnostics
package import SegmentModel

/// Where a plan comes from and what it was made for.
package struct PlanHeader: Hashable, Sendable {
  /// The version of the program that made the plan.
  package let toolVersion: String
  /// When the plan was made: RFC 3339, UTC, whole seconds.
  package let createdAt: String
  /// Until when the plan may be applied: RFC 3339, UTC, whole seconds; without it, until the end of the day.
  package var validUntil: String?
  /// The store that the plan is for; a plan is never applied to another one.
  package let store: String
  /// SHA-256 of what the configuration declares, however it is spelled; see ``ConfigurationDigest``.
  package let configurationDigest: String
  /// The state that the plan was made with; `nil` when there was none.
  package var state: StateReference?
  /// Where that state is, or will be; `nil` in plans of older versions.
  package let statePlace: String?
  /// The segments that the plan is limited to, as `--target` named them; empty for a plan of all.
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

  /// The day on which the plan was made, UTC; the first of 1970 when ``createdAt`` is no time.
  var day: CalendarDay { CalendarDay(createdAt.prefix(10)) ?? CalendarDay(daysSinceEpoch: 0) }
}

package struct StateReference: Codable, Hashable, Sendable {
  /// A UUID that stays with the state from its first version on.
  package let lineage: String
  /// Grows by one with every write.
  package internal(set) var serial: Int
  /// The run whose journal was counted in, though the state did not have it yet; `nil` when there was none.
  package let foldedRun: String?

  package init(lineage: String, serial: Int, foldedRun: String? = nil) {
    self.lineage = lineage
    self.serial = serial
    self.foldedRun = foldedRun
  }
}

/// What to do so that the live segments become the desired ones, segment by segment and member by member.
package struct Plan: Hashable, Sendable {
  package var header: PlanHeader
  /// Every declared segment in scope, by name; those without changes too.
  package private(set) var segments: [SegmentPlan]
  package let unmanagedCount: Int
  /// What the plan takes from a cache of customers' profiles, by customer: to be asked about before anything is applied.
  package var assumedProfiles: [AssumedProfile]
  /// What a person was warned of when the plan was made, as its file has it: with places, without the lines there.
  package private(set) var warnings: [Diagnostic] = []

  package init(
    header: PlanHeader,
    segments: [SegmentPlan],
    unmanagedCount: Int,
    assumedProfiles: [AssumedProfile] = []
  ) {
    self.header = header
    self.assumedProfiles = assumedProfiles
    self.segments = segments.sorted { $0.name < $1.name }
    self.unmanagedCount = unmanagedCount
  }

  package var hasChanges: Bool { segments.contains(where: \.hasChanges) }

  /// The customers for whom a profile is created, ascending and unique.
  package var newProfiles: [CustomerID] { Set(segments.flatMap(\.newProfiles)).sorted() }

  package var summary: PlanSummary { PlanSummary(self) }

  /// How many members the segments have that are deleted.
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

  /// The same plan with the limits that its source is trusted with; see ``SavedPlanLimits``.
  package func limited(by limits: SavedPlanLimits) -> Plan {
    var plan = self
    for index in segments.indices { plan.segments[index].limits = limits.limits(of: segments[index]) }
    return plan
  }
}

package struct PlanSummary: Codable, Hashable, Sendable {
  package internal(set) var segmentsToCreate: Int
  /// Existing segments that change in any way: name, description or members.
  package internal(set) var segmentsToUpdate: Int
  package internal(set) var segmentsToDelete: Int
  package internal(set) var segmentsUnchanged: Int
  package internal(set) var segmentsUnmanaged: Int
  /// Those whose profile is created first among them.
  package internal(set) var membersToAdd: Int
  /// Customers for whom a profile is created, each once.
  package internal(set) var profilesToCreate: Int
  /// Those of deleted segments among them.
  package internal(set) var membersToRemove: Int

  init(_ plan: Plan) {
    var counts = (create: 0, update: 0, delete: 0, unchanged: 0)
    for segment in plan.segments {
      switch segment.change {
      case .create: counts.create += 1
      case .delete: counts.delete += 1
      case .update: counts.update += 1
      case .keep, .stayAbsent:
        if segment.hasChanges { counts.update += 1 } else { counts.unchanged += 1 }
      }
    }
    segmentsToCreate = counts.create
    segmentsToUpdate = counts.update
    segmentsToDelete = counts.delete
    segmentsUnchanged = counts.unchanged
    segmentsUnmanaged = plan.unmanagedCount
    membersToAdd = plan.segments.reduce(0) { $0 + $1.additionCount }
    profilesToCreate = plan.newProfiles.count
    membersToRemove = plan.membersOfDeletedSegments + plan.segments.reduce(0) { $0 + $1.remove.count }
  }
}

/// What a cache says of a customer, and a plan relies on.
package struct AssumedProfile: Hashable, Sendable {
  package let customer: CustomerID
  package let profile: ShopperProfileID

  package init(customer: CustomerID, profile: ShopperProfileID) {
    self.customer = customer
    self.profile = profile
  }
}
