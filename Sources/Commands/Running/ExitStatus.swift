import Planning
import Reconciliation
import StateStorage

/// How a command ended, as its exit status says; docs/operations.md has the same table.
enum ExitStatus: Int32, Hashable, Sendable {
  case success = 0
  /// Bad manifest, store or state unreachable, refused credentials.
  case failure = 1
  /// `--detailed-exitcode`: there are changes.
  case changes = 2
  /// A guardrail, a stale plan, or a person who said no.
  case stopped = 3
  /// The state is locked by somebody else.
  case locked = 4
  /// Partly applied.
  case incomplete = 5
  /// Interrupted.
  case interrupted = 130

  /// The one place that turns an error into a status.
  init(_ error: any Error) {
    self =
      switch error {
      case is GuardrailStop, is StalePlanError: .stopped
      case SavedPlanRefusal.newerState: .stopped
      case is LockHeldError, is LockLostError: .locked
      // An apply throws the second one only before its first change, after a signal and a server that was too slow.
      case is CancellationError, is SettlingTimeoutError: .interrupted
      default: .failure
      }
  }
}
