import Synchronization

/// A clock on which everybody who sleeps is held until let go.
package final class HoldingClock: Clock, Sendable {
  /// The one time that there is.
  package struct Instant: InstantProtocol {
    fileprivate let sinceStart: Duration

    package func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }
    package func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
    package static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
  }

  private struct Sleepers {
    var isOpen = false
    var nextID = 0
    var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    var cancelled: Set<Int> = []
  }

  private let sleepers = Mutex(Sleepers())
  /// Says so whenever one more has fallen asleep.
  package let arrivals: AsyncStream<Void>
  private let announce: AsyncStream<Void>.Continuation

  package init() { (arrivals, announce) = AsyncStream.makeStream(of: Void.self) }

  package var now: Instant { Instant(sinceStart: .zero) }
  package var minimumResolution: Duration { .nanoseconds(1) }

  /// Lets everybody go, now and later.
  package func open() {
    let waiting = sleepers.withLock { sleepers in
      sleepers.isOpen = true
      defer { sleepers.waiting = [:] }
      return sleepers.waiting
    }
    for continuation in waiting.values { continuation.resume() }
  }

  package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let id = sleepers.withLock { sleepers in
      sleepers.nextID += 1
      return sleepers.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome: Result<Void, any Error>? = sleepers.withLock { sleepers in
          if sleepers.cancelled.contains(id) { return .failure(CancellationError()) }
          if sleepers.isOpen { return .success(()) }
          sleepers.waiting[id] = continuation
          return nil
        }
        if let outcome { continuation.resume(with: outcome) } else { announce.yield() }
      }
    } onCancel: {
      let continuation = sleepers.withLock { sleepers in
        sleepers.cancelled.insert(id)
        return sleepers.waiting.removeValue(forKey: id)
      }
      continuation?.resume(throwing: CancellationError())
    }
  }
}
