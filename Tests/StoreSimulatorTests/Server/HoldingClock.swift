import Synchronization

/// A clock on which everybody who sleeps is held until let go.
final class HoldingClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    let sinceStart: Duration

    func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }
    func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
    static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
  }

  private struct Sleepers {
    var isOpen = false
    var nextID = 0
    var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    var cancelled: Set<Int> = []
  }

  private let sleepers = Mutex(Sleepers())
  /// Says so whenever one more has fallen asleep.
  let arrivals: AsyncStream<Void>
  private let announce: AsyncStream<Void>.Continuation

  init() { (arrivals, announce) = AsyncStream.makeStream(of: Void.self) }

  var now: Instant { Instant(sinceStart: .zero) }
  var minimumResolution: Duration { .nanoseconds(1) }

  /// Lets everybody go, now and later.
  func open() {
    let waiting = sleepers.withLock { sleepers in
      sleepers.isOpen = true
      defer { sleepers.waiting = [:] }
      return sleepers.waiting
    }
    for continuation in waiting.values { continuation.resume() }
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
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
