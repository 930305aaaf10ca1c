package import Diagnostics
package import Planning
package import SegmentModel
import StateStorage

package enum ApplySource: Sendable {
  /// Plan now, under the lock.
  case configuration(PlanRequest)
  /// A plan that was saved and reviewed, and the limits that hold for it.
  ///
  /// The plan must have been made from `manifests`, if they are given.
  case saved(Plan, limits: SavedPlanLimits = .standard, manifests: PlanRequest? = nil)
}

/// The plan that someone approved before the run, or several of which any may be applied.
package struct PlanApproval: Hashable, Sendable {
  let ids: [PlanID]
  /// The plan itself, so that the rest of it is approved too; `nil` if only its id is known.
  package let plan: Plan?

  package init(_ ids: [PlanID], of plan: Plan?) {
    self.ids = ids
    self.plan = plan
  }

  package var idWords: String { ids.map(\.description).joined(separator: ", or ") }

  /// The approved id by which a plan may be applied: it does what was approved, or what an apply of it has left to do.
  func id(covering plan: Plan, unfinished: UnfinishedPlan?) -> PlanID? {
    if ids.contains(plan.id) { return plan.id }
    if let unfinished, unfinished.rest == plan.id, ids.contains(unfinished.plan) { return unfinished.plan }
    guard let whole = self.plan, ids.contains(whole.id), PlanDifference(from: whole, to: plan).isRest else { return nil }
    return whole.id
  }
}

/// The plan is not the one that was approved.
package struct UnapprovedPlanError: DiagnosedError, Hashable {
  let approved: PlanApproval
  let planned: PlanID

  package var diagnostics: [Diagnostic] {
    let problem = Diagnostic(
      .error,
      code: "plan-not-approved",
      summary: "the plan is not the approved one: its id is \(planned)",
      detail: """
        The approved id is \(approved.idWords). Nothing was changed. The manifests or the store have changed since that plan was made. Review the plan as it \
        is now, and approve its id.
        """
    )
    return [problem]
  }
}

/// What to apply, and how.
package struct ApplyRequest: Sendable {
  package let source: ApplySource
  package let overrides: GuardrailOverrides
  package let lockTimeout: Duration
  /// Whether to apply a saved plan although members changed that it does not list.
  package var acceptsDrift = false
  /// How to check a saved plan with the store.
  package var refresh = Refresh.full
  /// The plan that was approved, for ``ApplySource/configuration(_:)``; `nil` if any plan may be applied.
  package var approvedPlan: PlanApproval?
  /// The maximum age of a plan that is applied.
  package var planLifetime = PlanValidity.standardLifetime
  package var verifies = true
  /// How long requests in flight may still take after an interruption; 0 or more.
  ///
  /// The default is half of the 10 s that containers and CI jobs usually give between a signal and SIGKILL. The other half is for the
  /// state and its lock.
  package var graceTime = standardGraceTime
  /// How often to check that the lock is still held while the run changes the store.
  package var lockCheckInterval = Duration.seconds(20)
  /// The pauses of a verification; see ``Verifier/standardPauses``.
  package var verificationPauses = Verifier.standardPauses
  package var stop = StopRequest()
  /// Returns the time of day.
  package let now: @Sendable () -> Timestamp

  package static let standardGraceTime = Duration.seconds(5)

  package init(
    _ source: ApplySource,
    _ overrides: GuardrailOverrides,
    lockTimeout: Duration,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.source = source
    self.overrides = overrides
    self.lockTimeout = lockTimeout
    self.now = now
  }
}

package enum ApplyResult: Sendable {
  /// There was nothing to do, and the run sent no write.
  case nothingToDo(PlanOfRun)
  case declined(PlanOfRun)
  /// The run sent changes. The plan has the profiles that were created for it. `unrecorded` says why the state could not be
  /// written; it is empty if it was written.
  case applied(ApplyOutcome, of: PlanOfRun, wasInterrupted: Bool, unrecorded: [Diagnostic])
}

/// The plan that a run carries out, which may be the rest of another plan.
package struct PlanOfRun: Sendable {
  package let plan: Plan
  /// The id of the whole plan.
  package let id: PlanID
}
