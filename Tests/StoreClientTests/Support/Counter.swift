import Synchronization

/// Counts from 1.
final class Counter: Sendable {
  private let value = Atomic(0)

  /// The next number.
  func increment() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
}
