import ServiceLifecycle

/// A clock as far as the simulator needs one: how long ago it started, and waiting.
///
/// Tests give one that does not really wait.
package struct SimulatorClock: Sendable {
  private let elapsed: @Sendable () -> Duration
  private let wait: @Sendable (Duration) async throws -> Void

  /// Time begins now.
  package init<Base: Clock>(_ clock: Base) where Base.Duration == Duration {
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    wait = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: .zero) }
  }

  /// The time since the clock was made.
  var now: Duration { elapsed() }

  /// Holds a request up for this long, or until the server stops: nobody who stops it wants to wait for a fault.
  ///
  /// - Throws: `CancellationError` when the task is cancelled meanwhile.
  func holdUp(for duration: Duration) async throws {
    do {
      try await cancelWhenGracefulShutdown { try await wait(duration) }
    } catch is CancellationError where !Task.isCancelled {
      // The server stops: what is held up is let go.
    }
  }
}
