package import Diagnostics
package import Planning
import SegmentModel
package import StateStorage
package import StoreClient

/// A plan with its findings and warnings.
package struct PlannedRun: Sendable {
  package let plan: Plan
  package let findings: [GuardrailFinding]
  /// About the configuration, and a lock that another process holds.
  package let warnings: [Diagnostic]
  /// Plan, findings and warnings in one value, for reports.
  package let review: Review
}

/// The inputs of a plan, except the store and the state.
package struct PlanRequest: Sendable {
  package let configuration: LoadedConfiguration
  /// The values of `--target`; empty for all segments.
  package let targets: [String]
  package let overrides: GuardrailOverrides
  /// The customers' profiles that earlier runs looked up.
  package let cache: ProfileCache?
  /// The maximum age at which the plan may be applied.
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
  /// Plans without changes and without the lock.
  ///
  /// Warns if an apply is running.
  package func plan(_ identity: RunIdentity, client: StoreClient, state: StateStore) async throws -> PlannedRun {
    var warnings: [Diagnostic] = []
    let current = try await state.readRecovered()
    warnings += try await Self.lockNotes(current, state.backend, identity)
    var (plan, observation) = try await observeAndPlan(identity, client: client, state: state, current: current.document)
    if let run = current.foldedRun {
      // The state does not have the journal's changes until an apply has folded them in, and another run may apply before.
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

  /// The store's promotions; none if the plan changes no existing segment, or the token may not read them.
  ///
  /// No plan depends on them. If the store fails to list them, there is a warning instead.
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

  /// Warnings about a lock that another process holds, and about the journal of a run that was killed.
  static func lockNotes(_ current: RecoveredState, _ backend: any StateBackend, _ identity: RunIdentity) async throws
    -> [Diagnostic]
  {
    guard case .somebody(let holder) = try await backend.lockHolder() else { return current.notes }
    if let holder, holder.hasEnded(seenBy: identity.lock(on: backend)) {
      let held = LockHeldError(location: backend.location, holder: holder, release: .byHand, hasHolderEnded: true)
      return held.diagnostics.map(\.asWarning) + current.notes
    }
    // While the lock is held, the journal belongs to a running apply.
    return [applyRunning(backend.location, holder: holder)]
  }

  private static func applyRunning(_ location: String, holder: LockInfo?) -> Diagnostic {
    let who = holder.map { "\($0.holder)\($0.created.isEmpty ? "" : " since \($0.created)")" } ?? "an unknown process"
    return Diagnostic(
      .warning,
      code: "apply-running",
      summary: "an apply is running: the state \(location) is locked by \(who)",
      detail: "The plan may show only part of its changes. Plan again when it has ended."
    )
  }
}
