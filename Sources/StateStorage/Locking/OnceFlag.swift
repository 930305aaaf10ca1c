import Synchronization

/// A flag that goes up once.
final class OnceFlag: Sendable {
  private let isUp = Atomic(false)

  /// Raises the flag; whether it was down before.
  func raise() -> Bool { !isUp.exchange(true, ordering: .acquiringAndReleasing) }
}
