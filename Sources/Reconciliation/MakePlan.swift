package import Diagnostics
package import Planning
import SegmentModel
import StateStorage
import StoreClient

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
  package var targets: [String] = []
  package var overrides = GuardrailOverrides.none
  package var refresh = Refresh.full
  /// The maximum age at which the plan may be applied.
  package var lifetime = PlanValidity.standardLifetime
  /// Whether to ask which promotions use the changed segments.
  package var readsPromotions = true

  package init(_ configuration: LoadedConfiguration) { self.configuration = configuration }
}

extension Reconciler {
  /// Plans without changes and without the lock.
  ///
  /// Warns if an apply is running.
  package func plan(_ request: PlanRequest) async throws -> PlannedRun {
    let current = try await state.readRecovered()
    var warnings = lockNotes(current, try await state.backend.lockHolder())
    var (plan, observation) = try await observeAndPlan(request, current: current.document)
    if let run = current.foldedRun {
      // The state does not have the journal's changes until an apply has folded them in, and another run may apply before.
      let lineage = current.document?.lineage ?? ""
      plan.header.state = StateReference(lineage: lineage, serial: current.storedSerial, foldedRun: run)
    }
    warnings = observation.resolved.warnings(of: plan) + plan.promotionWarnings + observation.notes + warnings
    plan = plan.warning(of: warnings)
    let findings = Guardrails.findings(in: plan, overrides: request.overrides)
    return PlannedRun(
      plan: plan,
      findings: findings,
      warnings: warnings,
      review: Review(plan: plan, findings: findings, warnings: warnings, places: request.configuration.places)
    )
  }

  func observeAndPlan(_ request: PlanRequest, current: StateDocument?) async throws -> (Plan, Observation) {
    let recorded = current?.segments ?? []
    let targets = try request.configuration.targets(request.targets)
    var observation = try await observe(request.configuration, targets: targets, recorded: recorded, request.refresh)
    let header = PlanHeader(
      toolVersion: identity.toolVersion,
      createdAt: identity.startedAt,
      validUntil: nil,
      store: state.store,
      configurationDigest: request.configuration.digest,
      state: current.map { StateReference(lineage: $0.lineage, serial: $0.serial) },
      statePlace: state.backend.place,
      targets: request.targets
    )
    var plan = observation.noted(
      try Planner.plan(observation.matching, memberships: observation.memberships, header: header),
      recorded: recorded
    )
    let changing = Set(plan.segments.filter(\.hasChanges).map(\.name))
    if let created = Timestamp(identity.startedAt) {
      let nextDate = request.configuration.nextDate(changing: changing)
      plan.header.validUntil = PlanValidity.end(created: created, lifetime: request.lifetime, nextDate: nextDate).text
    }
    let (promotions, problem) = request.readsPromotions ? try await promotions(for: plan) : ([], nil)
    if let problem { observation.notes.append(problem) }
    return (plan.noting(promotions), observation)
  }

  /// The store's promotions; none if the plan changes no existing segment, or the token may not read them.
  ///
  /// No plan depends on them. If the store fails to list them, there is a warning instead.
  private func promotions(for plan: Plan) async throws -> ([Promotion], Diagnostic?) {
    guard plan.segments.contains(where: { $0.hasChanges && $0.change.segmentID != nil }) else { return ([], nil) }
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
  func lockNotes(_ current: RecoveredState, _ lock: LockHolder) -> [Diagnostic] {
    let backend = state.backend
    guard case .held(let holder) = lock else { return current.notes }
    if let holder, holder.hasEnded(seenBy: identity.lock(on: backend)) {
      let held = LockHeldError.ended(holder, at: backend.location)
      return held.diagnostics.map(\.asWarning) + current.notes
    }
    // While the lock is held, the journal belongs to a running apply.
    return [Self.applyRunning(backend.location, holder: holder)]
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
