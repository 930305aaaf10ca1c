import Synchronization

/// Carries a value out of a closure that runs elsewhere.
package final class Mailbox<Value: Sendable>: Sendable {
  private let content = Mutex<Value?>(nil)

  package init() {}

  package func put(_ value: Value?) { content.withLock { $0 = value } }

  /// The value, once.
  package func take() -> Value? {
    content.withLock { content in
      defer { content = nil }
      return content
    }
  }
}
