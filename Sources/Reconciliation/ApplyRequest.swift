package import Diagnostics
package import Planning
package import SegmentModel

package enum ApplySource: Sendable {
  /// Plan now, under the lock.
  case configuration(PlanRequest)
  /// A plan that was saved and reviewed, and the limits that hold for it.
  case saved(Plan, limits: SavedPlanLimits = .standard)
}

/// What to apply, and how.
package struct ApplyRequest: Sendable {
  package let source: ApplySource
  package let overrides: GuardrailOverrides
  package let lockTimeout: Duration
  /// Whether to apply a saved plan although members changed that it does not list.
  package var acceptsDrift = false
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
  case nothingToDo(Plan)
  case declined(Plan)
  /// The run sent changes. The plan has the profiles that were created for it. `unrecorded` says why the state could not be
  /// written; it is empty if it was written.
  case applied(ApplyOutcome, of: Plan, wasInterrupted: Bool, unrecorded: [Diagnostic])
}
