/// The client's clock: what time it is, how to wait, and when an answer comes too late.
///
/// Tests put a virtual one in its place.
package struct Timekeeper: Sendable {
  /// The time since some fixed moment.
  let now: @Sendable () -> Duration
  /// Returns when this long has passed; throws `CancellationError` when the task is cancelled first.
  let pause: @Sendable (Duration) async throws -> Void
  /// Returns when the time for an answer is up.
  ///
  /// Apart from ``pause``, so that a clock whose pauses take no time leaves answers theirs.
  let deadline: @Sendable (Duration) async throws -> Void

  /// - Parameters:
  ///   - clock: Tells the time and waits.
  ///   - deadline: Returns when the time for an answer is up; waits on the clock unless given.
  package init(
    _ clock: some Clock<Duration> = ContinuousClock(),
    deadline: (@Sendable (Duration) async throws -> Void)? = nil
  ) {
    let origin = clock.now
    let pause: @Sendable (Duration) async throws -> Void = { duration in
      try await clock.sleep(for: duration)
    }
    now = { origin.duration(to: clock.now) }
    self.pause = pause
    self.deadline = deadline ?? pause
  }
}
