package import Diagnostics
package import Planning
import SegmentModel
package import StateStorage
package import StoreClient

/// What to apply.
package enum ApplySource: Sendable {
  /// Plan now, under the lock.
  case configuration(PlanRequest)
  /// A plan that was saved and reviewed.
  case saved(Plan)
}

/// How an apply ended.
package enum ApplyResult: Sendable {
  /// Nothing was to be done; no write was sent.
  case nothingToDo(Plan)
  /// A person said no.
  case declined
  /// Changes were made, or tried. `unrecorded` says why the state could not be written; it is empty when it was.
  case applied(ApplyOutcome, unrecorded: [Diagnostic])
}

/// The whole of an apply, from taking the lock to giving it back.
///
/// The order is what the promises rest on: the lock is held from before the last read of the store to after the last write of the state, and
/// whether the state can be written is known before the first write to the store.
package struct ApplyRun: Sendable {
  package let source: ApplySource
  package let overrides: GuardrailOverrides
  /// Apply a saved plan though members changed that it does not list.
  package let acceptsDrift: Bool
  /// List the changed segments again afterwards.
  package let verifies: Bool
  /// Requests in flight, 1 to 10.
  package let workers: Int
  package let lockTimeout: Duration
  package let identity: RunIdentity
  /// Where manifests declare members; `nil` for a saved plan.
  private let configuration: LoadedConfiguration?

  package init(
    source: ApplySource,
    overrides: GuardrailOverrides,
    acceptsDrift: Bool = false,
    verifies: Bool = true,
    workers: Int,
    lockTimeout: Duration,
    identity: RunIdentity
  ) {
    self.source = source
    self.overrides = overrides
    self.acceptsDrift = acceptsDrift
    self.verifies = verifies
    self.workers = workers
    self.lockTimeout = lockTimeout
    self.identity = identity
    configuration = if case .configuration(let request) = source { request.configuration } else { nil }
  }

  /// - Throws: `LockHeldError`, `GuardrailStop`, ``StalePlanError``, ``SavedPlanRefusal``, and every `DiagnosedError` that reading store
  ///   or state can give, all before the first write to the store. After it nothing is thrown, so that what was done is always reported.
  package func run(client: StoreClient, state: StateStore, dialogue: some ApplyDialogue) async throws -> ApplyResult {
    let lock = LockInfo(
      id: identity.id,
      operation: identity.operation,
      who: identity.who,
      processID: identity.processID,
      version: identity.toolVersion,
      created: identity.startedAt,
      path: state.backend.location
    )
    return try await state.withLock(lock, timeout: lockTimeout, onWait: { dialogue.waiting(for: $0) }) {
      try await runLocked(client: client, state: state, dialogue: dialogue)
    }
  }

  private func runLocked(
    client: StoreClient,
    state: StateStore,
    dialogue: some ApplyDialogue
  ) async throws -> ApplyResult {
    let current = try await state.read()
    try await state.backend.requireWritable()
    let checked = try await plan(client: client, state: state, current: current)
    let plan = checked.remaining
    let findings = Guardrails.findings(in: plan, overrides: overrides)
    dialogue.show(plan, findings: findings, notes: (configuration?.warnings ?? []) + checked.notes)
    if !plan.hasChanges {
      try await record(ApplyOutcome(segments: []), checked, state: state, current: current)
      return .nothingToDo(plan)
    }
    // What no yes can lift stops the run before anybody is asked.
    _ = try Guardrails.approve(plan, overrides: overrides, deletionsConfirmed: true)
    let approval = try dialogue.approve(plan, deletions: findings.filter(\.isConfirmable))
    guard case .approved(let deletionsConfirmed) = approval else { return .declined }
    let approved = try Guardrails.approve(plan, overrides: overrides, deletionsConfirmed: deletionsConfirmed)

    var outcome = await applier(client: client, dialogue: dialogue).apply(approved)
    if verifies {
      dialogue.report(.verifying(segments: outcome.segments.count))
      outcome = await Verifier(client: client, workers: workers).verify(outcome)
    }
    do {
      try await record(outcome, checked, state: state, current: current)
      return .applied(outcome, unrecorded: [])
    } catch {
      return .applied(outcome, unrecorded: Diagnostic.describing(error))
    }
  }

  private func plan(client: StoreClient, state: StateStore, current: ReadState?) async throws -> CheckedPlan {
    switch source {
    case .configuration(let request):
      let (plan, observation) = try await request.observeAndPlan(identity, client: client, state: state, current: current)
      return CheckedPlan(remaining: plan, memberships: observation.memberships, drifted: [], notes: [])
    case .saved(let plan):
      try SavedPlanRefusal.check(plan, store: state.store, state: current?.document)
      return try await client.check(plan, acceptDrift: acceptsDrift, workers: workers)
    }
  }

  private func applier(client: StoreClient, dialogue: some ApplyDialogue) -> Applier {
    let configuration = configuration
    return Applier(
      client: client,
      workers: workers,
      places: { members, segment in configuration?.places(of: members, in: segment) ?? [:] },
      onEvent: { dialogue.report($0) }
    )
  }

  private func record(
    _ outcome: ApplyOutcome,
    _ checked: CheckedPlan,
    state: StateStore,
    current: ReadState?
  ) async throws {
    let update = StateUpdate(
      plan: checked.remaining,
      outcome: outcome,
      memberships: checked.memberships,
      drifted: checked.drifted
    )
    let records = update.records(succeeding: current?.document.segments ?? [])
    // In a task of its own: what was done in the store must be recorded even if this task is cancelled by now.
    _ = try await Task { [identity] in
      try await state.record(records, succeeding: current, toolVersion: identity.toolVersion, lineage: identity.lineage)
    }.value
  }
}
