package import Diagnostics
package import Planning
package import StateStorage

/// Shows an apply to a person or a pipeline, and asks for approval.
package protocol ApplyDialogue: Sendable {
  /// Another process holds the lock, and this run waits for it.
  func waiting(for held: LockHeldError)

  /// Shows the plan, before a guardrail can stop the run.
  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic])

  /// Shows a plan that is not the approved one, or how it differs from the approved one if that is known.
  func showUnapproved(_ plan: Plan, insteadOf approved: Plan?)

  /// Asks whether to carry out the plan, which has changes.
  ///
  /// Deletions and takeovers, `toConfirm`, need an approval of their own.
  ///
  /// - Throws: A `DiagnosedError` if there is nobody to ask; `CancellationError` if the task is cancelled while it waits.
  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval

  /// The lock could not be released. The run's changes and its state are not affected.
  func lockLeftBehind(_ problems: [Diagnostic])

  func report(_ event: ApplyEvent)
}

extension ApplyDialogue {
  package func showUnapproved(_ plan: Plan, insteadOf approved: Plan?) { show(plan, findings: [], notes: []) }
}

package enum Approval: Hashable, Sendable {
  /// `isConfirmed` says whether the person also approved the deletions and takeovers.
  case approved(isConfirmed: Bool)
  case declined
}
