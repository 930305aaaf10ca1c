import Diagnostics
import SegmentModel
import StateStorage

@testable import Planning
@testable import Reconciliation

/// Says yes to everything, after something has happened.
struct Decision: ApplyDialogue {
  let whenAsked: @Sendable () -> Void
  var onEvent: @Sendable (ApplyEvent) -> Void = { _ in }

  func waiting(for held: LockHeldError) {}
  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) {}

  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval {
    whenAsked()
    return .approved(isConfirmed: true)
  }

  func report(_ event: ApplyEvent) { onEvent(event) }
  func lockLeftBehind(_ problems: [Diagnostic]) {}
}

extension Shop {
  /// What an apply of the manifests takes.
  func applyRequest(
    _ overrides: GuardrailOverrides = GuardrailOverrides(),
    stop: StopRequest = StopRequest(),
    now: (@Sendable () -> Timestamp)? = nil
  ) throws -> ApplyRequest {
    let start = Timestamp(identity.startedAt) ?? Timestamp(startOf: day)
    var applied = ApplyRequest(.configuration(try request(overrides)), overrides, lockTimeout: .zero, now: now ?? { start })
    applied.verificationPauses = [.milliseconds(1)]
    applied.stop = stop
    return applied
  }

  /// Applies; `whenAsked` runs between the plan and the first change.
  @discardableResult
  func apply(
    _ request: ApplyRequest,
    whenAsked: @Sendable @escaping () -> Void = {},
    onEvent: @Sendable @escaping (ApplyEvent) -> Void = { _ in }
  ) async throws -> ApplyResult {
    let dialogue = Decision(whenAsked: whenAsked, onEvent: onEvent)
    return try await withReconciler { try await $0.apply(request, dialogue: dialogue) }
  }
}
