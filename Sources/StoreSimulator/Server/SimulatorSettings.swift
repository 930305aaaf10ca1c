/// How a simulator behaves, apart from what its store holds.
package struct SimulatorSettings: Sendable {
  /// The token of those who name none.
  package static let standardToken = "sim-token"

  /// What every request to the store has to send as `X-Auth-Token`.
  package var token: String
  package var scope: AccessScope
  /// The time that delays and quota windows go by.
  package var clock: SimulatorClock

  package init(
    token: String = SimulatorSettings.standardToken,
    scope: AccessScope = .modify,
    clock: SimulatorClock = SimulatorClock(ContinuousClock())
  ) {
    self.token = token
    self.scope = scope
    self.clock = clock
  }
}
