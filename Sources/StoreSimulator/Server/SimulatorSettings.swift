/// How a simulator behaves, apart from what its store holds.
package struct SimulatorSettings: Sendable {
  /// The token of those who name none.
  package static let standardToken = "sim-token"

  /// What every request to the store has to send as `X-Auth-Token`.
  package var token: String
  /// What the token may do.
  package var scope: AccessScope
  /// Whether the token has the scope Marketing: read-only as well.
  package var readsPromotions: Bool
  /// Repeats the random choices of faults.
  package var seed: UInt64
  /// What goes wrong from the start.
  package var faults: [FaultSpec]
  /// The time that delays and quota windows go by.
  package var clock: SimulatorClock

  package init(
    token: String = SimulatorSettings.standardToken,
    scope: AccessScope = .modify,
    readsPromotions: Bool = true,
    seed: UInt64 = 0,
    faults: [FaultSpec] = [],
    clock: SimulatorClock = SimulatorClock(ContinuousClock())
  ) {
    self.token = token
    self.scope = scope
    self.readsPromotions = readsPromotions
    self.seed = seed
    self.faults = faults
    self.clock = clock
  }
}

/// What the simulator's token may do (segments.v3.yml, security scheme).
package enum AccessScope: String, Hashable, Sendable, CaseIterable {
  /// `store_v2_customers_read_only`: reading, but not the list of a segment's members.
  case readOnly = "read-only"
  /// `store_v2_customers`: everything.
  case modify
}
