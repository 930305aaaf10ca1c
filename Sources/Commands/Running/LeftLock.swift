import Diagnostics
import Synchronization

/// Why a lock could not be given back, if it could not.
final class LeftLock: Sendable {
  private let told = Mutex<[Diagnostic]>([])

  /// Empty if the lock was given back.
  var problems: [Diagnostic] { told.withLock { $0 } }

  func tell(_ problems: [Diagnostic]) { told.withLock { $0 += problems } }
}
