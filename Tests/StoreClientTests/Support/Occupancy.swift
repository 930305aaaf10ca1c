import Synchronization

/// Counts who is inside something, and the most that ever were.
final class Occupancy: Sendable {
  private let counts = Mutex((now: 0, most: 0))

  var now: Int { counts.withLock { $0.now } }
  var most: Int { counts.withLock { $0.most } }

  func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }

  func leave() { counts.withLock { $0.now -= 1 } }
}
