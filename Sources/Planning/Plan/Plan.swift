package import SegmentModel

/// Where a plan comes from and what it was made for.
package struct PlanHeader: Hashable, Sendable {
  /// The version of the program that made the plan.
  package let toolVersion: String
  /// When the plan was made: RFC 3339, UTC, whole seconds.
  package let createdAt: String
  /// The store that the plan is for; a plan is never applied to another one.
  package let store: String
  /// SHA-256 of what the configuration declares, however it is spelled; see ``ConfigurationDigest``.
  package let configurationDigest: String
  /// The state that the plan was made with; `nil` when there was none.
  package let state: StateReference?
  /// Where that state is, or will be; `nil` in plans of older versions.
  package let statePlace: String?

  package init(
    toolVersion: String,
    createdAt: String,
    store: String,
    configurationDigest: String,
    state: StateReference?,
    statePlace: String? = nil
  ) {
    self.toolVersion = toolVersion
    self.createdAt = createdAt
    self.store = store
    self.configurationDigest = configurationDigest
    self.state = state
    self.statePlace = statePlace
  }
}

/// A version of a state document.
package struct StateReference: Hashable, Sendable {
  /// A UUID that stays with the state from its first version on.
  package let lineage: String
  /// Grows by one with every write.
  package let serial: Int

  package init(lineage: String, serial: Int) {
    self.lineage = lineage
    self.serial = serial
  }
}

/// What to do so that the live segments become the desired ones, segment by segment and member by member.
package struct Plan: Hashable, Sendable {
  package let header: PlanHeader
  /// Every declared segment in scope, by name; those without changes too.
  package let segments: [SegmentPlan]
  /// How many live segments no manifest mentions.
  package let unmanagedCount: Int
  /// What the plan takes from a cache of customers' profiles, by customer: to be asked about before anything is applied.
  package let assumedProfiles: [AssumedProfile]

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

  /// Whether applying would write anything to the store.
  package var hasChanges: Bool { segments.contains(where: \.hasChanges) }

  /// The customers for whom a profile is created, ascending and unique.
  package var newProfiles: [CustomerID] { Set(segments.flatMap(\.newProfiles)).sorted() }

  package var summary: PlanSummary { PlanSummary(self) }

  /// The same plan, with what it rests on.
  package func assuming(_ profiles: [AssumedProfile]) -> Plan {
    Plan(header: header, segments: segments, unmanagedCount: unmanagedCount, assumedProfiles: profiles)
  }
}

/// The counts of a plan.
package struct PlanSummary: Hashable, Sendable {
  package let segmentsToCreate: Int
  /// Existing segments that change in any way: name, description or members.
  package let segmentsToUpdate: Int
  package let segmentsToDelete: Int
  package let segmentsUnchanged: Int
  package let segmentsUnmanaged: Int
  /// Those whose profile is created first among them.
  package let membersToAdd: Int
  /// Customers for whom a profile is created, each once.
  package let profilesToCreate: Int
  package let membersToRemove: Int

  package init(_ plan: Plan) {
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
    membersToRemove = plan.segments.reduce(0) { $0 + $1.remove.count }
  }
}
