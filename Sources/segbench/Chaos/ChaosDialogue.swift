import Diagnostics
import Planning
import Reconciliation
import StateStorage
import Synchronization

/// Says yes to everything and remembers the plan that it was shown.
final class ChaosDialogue: ApplyDialogue {
  private let shown = Mutex<Plan?>(nil)

  /// The plan of the last run; `nil` when it ended before there was one.
  var plan: Plan? { shown.withLock { $0 } }

  func waiting(for held: LockHeldError) {}

  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) { shown.withLock { $0 = plan } }

  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval {
    .approved(isConfirmed: true)
  }

  func report(_ event: ApplyEvent) {}

  /// A file's lock is always given back.
  func lockLeftBehind(_ problems: [Diagnostic]) {}
}
