package import Diagnostics
package import Planning
import SegmentModel
package import StateStorage
package import StoreClient

/// A plan with what a person should know before they trust it.
package struct PlannedRun: Sendable {
  package let plan: Plan
  package let findings: [GuardrailFinding]
  /// Warnings of the configuration, and a lock that somebody holds.
  package let warnings: [Diagnostic]
  /// All of that, for reports.
  package let review: Review
}

/// What a plan is made of, apart from the store and the state.
package struct PlanRequest: Sendable {
  package let configuration: LoadedConfiguration
  /// The segments to plan, as given with `--target`; empty for all.
  package let targets: [String]
  package let overrides: GuardrailOverrides
  /// What earlier runs found out about customers; `nil` without one.
  package let cache: ProfileCache?
  /// How long the plan may be applied at most.
  package let lifetime: Duration
  /// Whether to ask which promotions use the changed segments.
  package let readsPromotions: Bool

  package init(
    configuration: LoadedConfiguration,
    targets: [String] = [],
    overrides: GuardrailOverrides = GuardrailOverrides(),
    cache: ProfileCache? = nil,
    lifetime: Duration = PlanValidity.standardLifetime,
    readsPromotions: Bool = true
  ) {
    self.configuration = configuration
    self.targets = targets
    self.overrides = overrides
    self.cache = cache
    self.lifetime = lifetime
    self.readsPromotions = readsPromotions
  }
}

extension PlanRequest {
  /// Plans without changing anything, and without the lock: a running apply is warned of.
  package func plan(_ identity: RunIdentity, client: StoreClient, state: StateStore) async throws -> PlannedRun {
    var warnings: [Diagnostic] = []
    let current = try await state.readRecovered()
    warnings += try await Self.lockNotes(current, state.backend, identity)
    var (plan, observation) = try await observeAndPlan(identity, client: client, state: state, current: current.document)
    if let run = current.foldedRun {
      // A journal is in the state only when an apply has folded it in, and others may apply before.
      let lineage = current.document?.lineage ?? ""
      plan.header.state = StateReference(lineage: lineage, serial: current.storedSerial, foldedRun: run)
    }
    warnings = observation.resolved.warnings(of: plan) + plan.promotionWarnings + observation.notes + warnings
    plan = plan.warning(of: warnings)
    let findings = Guardrails.findings(in: plan, overrides: overrides)
    return PlannedRun(
      plan: plan,
      findings: findings,
      warnings: warnings,
      review: Review(plan: plan, findings: findings, warnings: warnings, places: configuration.places)
    )
  }

  func observeAndPlan(
    _ identity: RunIdentity,
    client: StoreClient,
    state: StateStore,
    current: StateDocument?
  ) async throws -> (Plan, Observation) {
    var observation = try await client.observe(
      configuration,
      targets: try configuration.targets(targets),
      recorded: current?.segments ?? [],
      store: state.store,
      cache: cache
    )
    let header = PlanHeader(
      toolVersion: identity.toolVersion,
      createdAt: identity.startedAt,
      validUntil: nil,
      store: state.store,
      configurationDigest: ConfigurationDigest.of(observation.resolved.desired),
      state: current.map { StateReference(lineage: $0.lineage, serial: $0.serial) },
      statePlace: state.backend.place,
      targets: targets
    )
    var plan = observation.noted(
      try Planner.plan(observation.matching, memberships: observation.memberships, header: header),
      recorded: current?.segments ?? []
    )
    let changing = Set(plan.segments.filter(\.hasChanges).map(\.name))
    if let created = Timestamp(identity.startedAt) {
      let nextDate = configuration.nextDate(changing: changing)
      plan.header.validUntil = PlanValidity.end(created: created, lifetime: lifetime, nextDate: nextDate).text
    }
    plan.assumedProfiles = observation.resolved.assumedProfiles(of: plan.segments)
    let (promotions, problem) = try await promotions(for: plan, client)
    if let problem { observation.notes.append(problem) }
    return (plan.noting(promotions), observation)
  }

  /// The promotions that matter to the plan; none if nothing changes in a segment that exists, or the token may not read them.
  ///
  /// No plan depends on them: if the store fails to list them, there is a warning instead.
  private func promotions(for plan: Plan, _ client: StoreClient) async throws -> ([Promotion], Diagnostic?) {
    guard readsPromotions, plan.segments.contains(where: { $0.hasChanges && $0.change.segmentID != nil }) else {
      return ([], nil)
    }
    do {
      return (try await client.listPromotions() ?? [], nil)
    } catch let error as StoreError where !error.concernsWholeRun {
      let cause = error.diagnostics.first?.summary ?? "the request failed"
      let problem = Diagnostic(
        .warning,
        code: "promotions-unread",
        summary: "the plan does not say which promotions use the changed segments: \(cause)",
        detail: "Plan again, or plan without them: --no-promotions."
      )
      return ([], problem)
    }
  }

  /// What to say of a lock that somebody holds, and of the journal of a run that died.
  static func lockNotes(_ current: RecoveredState, _ backend: any StateBackend, _ identity: RunIdentity) async throws
    -> [Diagnostic]
  {
    guard case .somebody(let holder) = try await backend.lockHolder() else { return current.notes }
    if let holder, holder.hasEnded(seenBy: identity.lock(on: backend)) {
      let held = LockHeldError(location: backend.location, holder: holder, release: .byHand, hasHolderEnded: true)
      return held.diagnostics.map(\.asWarning) + current.notes
    }
    // Under a lock the journal is that of a living run.
    return [applyRunning(backend.location, holder: holder)]
  }

  private static func applyRunning(_ location: String, holder: LockInfo?) -> Diagnostic {
    let who = holder.map { "\($0.holder)\($0.created.isEmpty ? "" : " since \($0.created)")" } ?? "a process that left no name"
    return Diagnostic(
      .warning,
      code: "apply-running",
      summary: "an apply is running: the state \(location) is locked by \(who)",
      detail: "The plan shows the store in the middle of it. Plan again when it is done."
    )
  }
}
