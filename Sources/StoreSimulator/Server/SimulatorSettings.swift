import ServiceLifecycle

/// How a simulator behaves, apart from the content of its store.
package struct SimulatorSettings: Sendable {
  package static let standardToken = "sim-token"

  /// What every request to the store has to send as `X-Auth-Token`.
  let token: String
  /// What the token may do.
  let scope: AccessScope
  /// Whether the token also has the scope Marketing: read-only.
  let readsPromotions: Bool
  /// Determines the random choices of faults.
  let seed: UInt64
  /// The faults that are set from the start.
  let faults: [FaultSpec]
  /// Measures delays and quota windows.
  let clock: SimulatorClock

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
  /// `store_v2_customers_read_only`: read everything except the list of a segment's members.
  case readOnly = "read-only"
  /// `store_v2_customers`: everything.
  case modify
}

/// The clock of a simulator: the time since it started, and waiting.
///
/// Tests use a clock that does not really wait.
package struct SimulatorClock: Sendable {
  private let elapsed: @Sendable () -> Duration
  private let wait: @Sendable (Duration) async throws -> Void

  /// Starts at zero now.
  package init<Base: Clock>(_ clock: Base) where Base.Duration == Duration {
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    wait = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: .zero) }
  }

  var now: Duration { elapsed() }

  /// Holds a request up for this long, or until the server stops.
  ///
  /// - Throws: `CancellationError` when the task is cancelled meanwhile.
  func holdUp(for duration: Duration) async throws {
    do {
      try await cancelWhenGracefulShutdown { try await wait(duration) }
    } catch is CancellationError where !Task.isCancelled {
      // The server stops: the request goes on without further delay.
    }
  }
}
