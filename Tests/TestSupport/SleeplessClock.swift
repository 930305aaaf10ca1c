import Synchronization

/// A clock that only moves when somebody sleeps on it, and then at once: waiting costs no time and is known to the nanosecond.
package final class SleeplessClock: Clock, Sendable {
  /// A time as the duration since the clock was made.
  package struct Instant: InstantProtocol {
    fileprivate let sinceStart: Duration

    package func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }

    package func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }

    package static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
  }

  private let times = Mutex<(now: Instant, sleeps: [Duration])>((Instant(sinceStart: .zero), []))

  package init() {}

  package var now: Instant { times.withLock { $0.now } }

  package var minimumResolution: Duration { .nanoseconds(1) }

  /// How long each sleep was, in order.
  package var sleeps: [Duration] { times.withLock { $0.sleeps } }

  /// Moves the clock as if work had taken this long.
  package func advance(by duration: Duration) {
    times.withLock { $0.now = $0.now.advanced(by: duration) }
  }

  package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    times.withLock { times in
      times.sleeps.append(times.now.duration(to: deadline))
      times.now = max(times.now, deadline)
    }
  }
}
