import Diagnostics
import FileAccess
import Planning
import SegmentModel
import StateStorage
import StoreClient

extension Reconciler {
  /// Applies manifests or a saved plan, from taking the lock to releasing it.
  ///
  /// - Throws: `LockHeldError`, `GuardrailStop`, ``StalePlanError``, ``UnapprovedPlanError``, ``OtherManifestsError``,
  ///   ``SavedPlanRefusal``, `CancellationError` after an interruption, and any `DiagnosedError` from reading the store or the
  ///   state. All are thrown before the first write to the store. After it nothing is thrown, so that the result always says
  ///   what was done.
  package func apply(_ request: ApplyRequest, dialogue: some ApplyDialogue) async throws -> ApplyResult {
    try await request.stop.cancelling(after: request.graceTime) {
      try await state.withLock(
        identity.lock(on: state.backend),
        timeout: request.lockTimeout,
        onWait: { dialogue.waiting(for: $0) },
        onUnreleased: { dialogue.lockLeftBehind(Diagnostic.describing($0)) }
      ) { held in
        try await ApplyRun(reconciler: self, request: request, held: held, dialogue: dialogue).run()
      }
    }
  }
}

/// An apply that holds the lock.
///
/// The promises depend on the order. The run holds the lock from before it reads the store until after it writes the state. It
/// proves that the state can be written before it sends the first write to the store.
private struct ApplyRun<Dialogue: ApplyDialogue> {
  let reconciler: Reconciler
  let request: ApplyRequest
  let held: HeldLock
  let dialogue: Dialogue

  var client: StoreClient { reconciler.client }
  var state: StateStore { reconciler.state }
  var identity: RunIdentity { reconciler.identity }
  var stop: StopRequest { request.stop }

  func run() async throws -> ApplyResult {
    try await state.backend.requireWritable()
    try requireJournal(at: state.backend.journalPath)
    let (current, recovered) = try await shielded(for: SettlingTime.record, from: state.backend.location) {
      try await state.recover(toolVersion: identity.toolVersion)
    }
    let checked = try await plan(current: current)
    let plan = checked.remaining
    if let approved = request.approvedPlan, plan.hasChanges, approvedID(of: plan, current) == nil {
      dialogue.showUnapproved(plan, insteadOf: approved.plan)
      throw UnapprovedPlanError(approved: approved, planned: plan.id)
    }
    let findings = Guardrails.findings(in: plan, overrides: request.overrides)
    dialogue.show(plan, findings: findings, notes: (checked.resolved?.warnings(of: plan) ?? []) + recovered + checked.notes)
    if !plan.hasChanges {
      if let next = successor(of: current, ApplyOutcome(segments: []), of: plan, checked) {
        try await record(next, current: current, journal: nil)
      }
      return .nothingToDo(PlanOfRun(plan: plan, id: checked.planID))
    }
    // Findings that nobody can confirm stop the run before it asks. The error then has all findings, also the confirmable ones.
    if findings.contains(where: { !$0.isConfirmable }) { _ = try Guardrails.approve(plan, overrides: request.overrides) }
    try client.announce(writes(of: plan) + (request.verifies ? Verifier.requests(for: plan, client) : 0))
    let approval = try await dialogue.approve(plan, toConfirm: findings.filter(\.isConfirmable))
    guard case .approved(let isConfirmed) = approval else { return .declined(PlanOfRun(plan: plan, id: checked.planID)) }
    let approved = try Guardrails.approve(plan, overrides: request.overrides, isConfirmed: isConfirmed)

    // The answer may have taken long: the plan may have expired, or someone may have removed the lock.
    try requireValid(plan)
    try await held.confirm()
    let base = try await shielded(for: SettlingTime.record, from: state.backend.location) {
      try await state.prepare(current, lineage: identity.lineage, toolVersion: identity.toolVersion, who: identity.who)
    }
    let journal = try beginJournal(current: base, plan: checked.planID)
    try stop.beginWriting()
    let (outcome, carriedOut) = await LockWatch(lock: held, interval: request.lockCheckInterval, stop: stop).watching {
      await carryOut(approved, applier(journal, checked.resolved), checked)
    }
    let planOfRun = PlanOfRun(plan: carriedOut, id: checked.planID)
    let next = successor(of: base, outcome, of: carriedOut, checked)
    do {
      if let next {
        try await record(next, current: base, journal: journal)
      } else {
        try journal.remove()
      }
      return .applied(outcome, of: planOfRun, wasInterrupted: stop.isInterruption, unrecorded: [])
    } catch {
      let rescued = next.map { RescuedState.save($0, of: state.backend) } ?? []
      return .applied(
        outcome,
        of: planOfRun,
        wasInterrupted: stop.isInterruption,
        unrecorded: Diagnostic.describing(error) + rescued
      )
    }
  }

  /// How many requests the changes of a plan take without retries.
  private func writes(of plan: Plan) -> Int {
    func batches(_ members: Int) -> Int { (members + Batch.maximumCount - 1) / Batch.maximumCount }
    return plan.segments.reduce(2 * batches(plan.newProfiles.count)) { sum, segment in
      sum + (segment.change.isWrite ? 1 : 0) + batches(segment.additionCount) + batches(segment.remove.count)
    }
  }

  /// Checks that the journal can be written, before anything is changed.
  private func requireJournal(at path: String) throws {
    do throws(FileAccessError) {
      try FileAppender.requireCreatable(at: path)
    } catch {
      let problem = Diagnostic(
        .error,
        code: "journal-not-writable",
        summary: "an apply needs a folder for its journal",
        detail: """
          Nothing was changed. The journal keeps the changes that the store has acknowledged until they are in the state. With a state on a \
          server, it is in the working folder. Name another folder that still exists after the job:

              --journal-dir FOLDER    (or SEGPLAN_JOURNAL_DIR)
          """
      )
      throw DiagnosticsError(diagnostics: error.diagnostics + [problem])
    }
  }

  private func approvedID(of plan: Plan, _ current: ReadState?) -> PlanID? {
    request.approvedPlan?.id(covering: plan, unfinished: current?.document.unfinished)
  }

  /// - Throws: ``StalePlanError`` if the plan is too old.
  private func requireValid(_ plan: Plan) throws {
    if let problem = PlanValidity.problem(of: plan.header, at: request.now(), lifetime: request.planLifetime) {
      throw StalePlanError(diagnostics: [problem])
    }
  }

  private func beginJournal(current: ReadState?, plan: PlanID) throws -> Journal {
    try Journal(
      at: state.backend.journalPath,
      JournalHeader(
        run: identity.id,
        who: identity.who,
        startedAt: identity.startedAt,
        store: state.store,
        lineage: current?.document.lineage ?? identity.lineage,
        serial: current?.document.serial ?? 0,
        plan: plan
      )
    )
  }

  /// Applies the plan and verifies its changes.
  ///
  /// If the store acknowledged a change but does not show it, the run does not send it again: it may show changes late, and the
  /// vendor does not document how late. The state records it as unconfirmed, and the next run's listing settles it.
  private func carryOut(
    _ approved: ApprovedPlan,
    _ applier: Applier,
    _ checked: CheckedPlan
  ) async -> (ApplyOutcome, carriedOut: Plan) {
    let (created, creation) = await applier.createProfiles(approved)
    let plan = created.plan
    let (approved, spared) = created.sparingLastMembers()
    let outcome = await applier.apply(approved).with(creation.failures, of: approved.plan).with(spared: spared)
    guard request.verifies else { return (outcome, plan) }
    // After a stop there is no time for a listing.
    if stop.isRequested { return (outcome.withoutVerification, plan) }
    dialogue.report(.verifying(segments: outcome.segments.count))
    let verifier = Verifier(
      client: client,
      pauses: request.verificationPauses,
      before: checked.memberships,
      otherCounts: checked.otherCounts,
      onEvent: applier.onEvent
    )
    return (await verifier.verify(outcome), plan)
  }

  private func plan(current: ReadState?) async throws -> CheckedPlan {
    switch request.source {
    case .configuration(let planRequest):
      let (plan, observation) = try await reconciler.observeAndPlan(planRequest, current: current?.document)
      return CheckedPlan(
        resolved: observation.resolved,
        planID: plan.id,
        remaining: plan,
        memberships: observation.memberships,
        drifted: [],
        notes: plan.promotionWarnings + observation.notes
      )
    case .saved(let plan, let limits, let manifests):
      try SavedPlanRefusal.check(plan, store: state.store, state: current?.document)
      try requireValid(plan)
      let warning = try await reconciler.check(plan, isMadeFrom: manifests, current: current?.document, dialogue)
      var checked = try await reconciler.check(
        plan,
        since: PlanBase(of: plan, history: current?.document.history ?? SegmentHistory()),
        recorded: current?.document.segments ?? [],
        request.refresh,
        acceptDrift: request.acceptsDrift
      ).limited(by: limits, request.overrides)
      if let warning { checked.notes.append(warning) }
      return checked
    }
  }

  private func applier(_ journal: Journal, _ resolved: ResolvedConfiguration?) -> Applier {
    var applier = Applier(client: client, journal: journal)
    applier.stop = stop
    applier.places = { members, segment in resolved?.places(of: members, in: segment) ?? [:] }
    applier.onEvent = { [dialogue] in dialogue.report($0) }
    return applier
  }

  /// The state after the run; `nil` if neither the state nor the store changed.
  private func successor(
    of current: ReadState?,
    _ outcome: ApplyOutcome,
    of plan: Plan,
    _ checked: CheckedPlan
  ) -> StateDocument? {
    let update = StateUpdate(
      plan: plan,
      outcome: outcome,
      memberships: checked.memberships,
      drifted: checked.drifted,
      day: identity.day
    )
    let recorded = current?.document.segments ?? []
    var next = state.successor(
      of: current,
      update.records(succeeding: recorded),
      toolVersion: identity.toolVersion,
      who: identity.who,
      lineage: identity.lineage,
      changes: update.touches(succeeding: recorded),
      by: checked.planID,
      run: identity.id
    )
    let rest = plan.rest(after: outcome)
    if rest.hasChanges {
      next?.unfinished = UnfinishedPlan(plan: approvedID(of: checked.remaining, current) ?? checked.planID, rest: rest.id)
    }
    return next
  }

  private func record(_ next: StateDocument, current: ReadState?, journal: Journal?) async throws {
    // The changes in the store must be recorded even if this task was cancelled.
    try await shielded(for: SettlingTime.record, from: state.backend.location) {
      // Never write without the lock. A stopped run has no time to ask a server. There, the write names the lock or the version,
      // so that it cannot replace what others wrote.
      if !(stop.isInterruption && state.backend.isServer) { try await held.confirm() }
      try journal?.append(.recording(serial: next.serial))
      _ = try await state.write(next, replacing: current)
      try journal?.remove()
    }
  }
}
