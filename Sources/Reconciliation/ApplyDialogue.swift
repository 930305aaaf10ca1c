package import Diagnostics
package import Planning
package import StateStorage

/// The person, or the pipeline, on the other side of an apply.
///
/// Answers nothing about the store: only what to show, and whether to go on.
package protocol ApplyDialogue: Sendable {
  /// Somebody else holds the lock and this run waits.
  func waiting(for held: LockHeldError)

  /// The plan, before it is judged, so that a stopped run can be understood.
  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic])

  /// Whether to carry out the plan, which has changes.
  ///
  /// Deletions and takeovers, `toConfirm`, are asked for apart.
  ///
  /// - Throws: What to tell a person when nobody can be asked; `CancellationError` when the task is cancelled while it waits.
  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval

  /// The lock could not be given back and may stay; whatever else the run did is done.
  func lockLeftBehind(_ problems: [Diagnostic])

  func report(_ event: ApplyEvent)
}

package enum Approval: Hashable, Sendable {
  /// The plan, and its deletions and takeovers where it has any and they were asked for.
  case approved(isConfirmed: Bool)
  case declined
}
