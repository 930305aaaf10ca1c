package import Diagnostics
package import Planning
import SegmentModel
import StateStorage
import StoreClient

/// A plan that was checked against the current store.
package struct CheckedPlan: Sendable {
  /// The configuration that the plan was made from; `nil` for a saved plan.
  let resolved: ResolvedConfiguration?
  /// The id of the whole plan, of which ``remaining`` may be a part.
  let planID: PlanID
  /// What is left to do.
  ///
  /// Never more than the saved plan lists.
  package private(set) var remaining: Plan
  /// The current members of the segments that the plan changes.
  let memberships: [SegmentID: MemberSet]
  /// The store's count of members that differs from the number in ``memberships``.
  var otherCounts: [SegmentID: Int] = [:]
  /// Segments with members that changed after the plan was made.
  let drifted: Set<SegmentName>
  /// Warnings from planning, actions that are already done, and drift that was accepted.
  package internal(set) var notes: [Diagnostic]

  /// The same plan with these limits.
  ///
  /// If they stop it where the limits in the plan file would not, a note says so.
  func limited(by limits: SavedPlanLimits, _ overrides: GuardrailOverrides) -> CheckedPlan {
    var checked = self
    checked.remaining = remaining.limited(by: limits)
    if Guardrails.findings(in: checked.remaining, overrides: overrides)
      != Guardrails.findings(in: remaining, overrides: overrides)
    {
      checked.notes += limits.warnings(about: remaining)
    }
    return checked
  }
}

/// A plan that no longer fits the store or the state.
package struct StalePlanError: DiagnosedError, Hashable {
  package let diagnostics: [Diagnostic]
}

extension Reconciler {
  /// Reads the segments that a saved plan changes again, and returns what is left to do.
  ///
  /// The guardrails judge the rest of the plan by `recorded`, the current records of the state. With `acceptDrift`, changes of members that
  /// the plan does not list do not stop the run; the run leaves them alone.
  ///
  /// - Throws: ``StalePlanError`` if the plan no longer fits; `StoreError`.
  func check(_ saved: Plan, since base: PlanBase, recorded: [RecordedSegment], _ refresh: Refresh, acceptDrift: Bool) async throws
    -> CheckedPlan
  {
    let superseded = saved.segments.filter(\.hasChanges).compactMap { segment in
      base.supersession(of: segment).map { $0.diagnostic(.error, segment.name, canBeAccepted: false) }
    }
    guard superseded.isEmpty else { throw StalePlanError(diagnostics: superseded) }
    let segments = try await client.listSegments()
    // Customers may have a profile by now: a run of this plan may have created it before it was killed.
    let profiles = CustomerDirectory(try await client.customers(matching: saved.newProfiles.map { .id($0) })).profiles
    let affected = saved.segments.filter(\.hasChanges).map { planned in
      (planned: planned.resolvingNewProfiles(profiles), live: Self.counterpart(of: planned, in: segments))
    }
    let toRead = affected.compactMap { planned, live in
      live.map { SegmentToRead(live: $0, planned: planned.add.union(planned.remove)) }
    }
    let read = try await members(of: toRead, recorded: recorded, refresh, acceptsDrift: acceptDrift)
    let memberships = read.listings.mapValues(\.profiles)
    let results = affected.map { planned, live in
      let result = SavedPlanCheck.check(planned, live: live, members: live.flatMap { memberships[$0.id] } ?? .empty)
      return base.isCarriedOut(planned) ? result.afterCarryingOut : result
    }
    let stale = results.filter { $0.staleness != nil }
    let uncounted = zip(affected, results).filter { affected, _ in affected.live.map { read.otherCounts[$0.id] != nil } ?? false }
    let refused = stale.filter { !acceptDrift || !$0.canBeAccepted }
    guard refused.isEmpty else { throw StalePlanError(diagnostics: refused.compactMap { $0.staleDiagnostic(.error) }) }
    return CheckedPlan(
      resolved: nil,
      planID: saved.id,
      remaining: Plan(
        header: saved.header,
        segments: results.map { result in
          let id = result.remaining.change.segmentID
          return result.remaining.judged(by: recorded.first { $0.id == id }, on: identity.day)
        } + saved.segments.filter { !$0.hasChanges },
        unmanagedCount: saved.unmanagedCount
      ),
      memberships: memberships,
      otherCounts: read.otherCounts,
      drifted: Set(stale.map(\.remaining.name) + uncounted.map(\.1.remaining.name)),
      notes: saved.warnings + read.notes + stale.compactMap { $0.staleDiagnostic(.warning) }
        + results.compactMap(\.alreadyDoneDiagnostic)
    )
  }

  /// The live segment that a plan's segment means.
  ///
  /// A segment to create is matched by name: someone else, or an interrupted run, may have created it since.
  private static func counterpart(of planned: SegmentPlan, in segments: [LiveSegment]) -> LiveSegment? {
    if let id = planned.change.segmentID { return segments.first { $0.id == id } }
    return segments.first { $0.name == planned.name.text }
  }
}

extension SavedPlanCheck.Staleness {
  private var words: String {
    switch self {
    case .membersChanged(let then, let now):
      "members that the plan does not list have changed (\(then) members when it was made, \(now) now)"
    case .segmentGone(let id):
      "the store no longer has the segment \(id)"
    case .renamed(let expected, let found):
      "its name was \"\(expected)\" and is now \"\(found)\""
    case .descriptionChanged:
      "its description has changed"
    case .appeared(let live):
      "someone else created it, and it has \(live) members"
    case .superseded(let serial, let planned, let plan):
      (plan == nil ? "its record has changed since, without a plan" : "a later apply has changed it")
        + " (at serial \(serial) of the state; the plan was made at serial \(planned))"
    case .historyForgotten(let knownSince, let planned):
      "the state no longer knows what changed since (the plan was made at serial \(planned), the state knows changes after \(knownSince))"
    case .undone:
      "it was already applied, and someone undid part of its changes outside segapply"
    }
  }

  fileprivate func diagnostic(_ severity: Diagnostic.Severity, _ segment: SegmentName, canBeAccepted: Bool) -> Diagnostic {
    Diagnostic(
      severity,
      code: "stale-plan",
      summary: "the plan for segment \"\(segment)\" is stale: \(words)",
      detail: severity == .warning
        ? "The run continues because of --accept-drift. It makes only the changes that the plan lists."
        : canBeAccepted
          ? """
          Nothing was changed. Plan again to see the current state of the store. To make exactly the listed changes anyway:

              --accept-drift
          """
          : "Nothing was changed. Plan again to see the current state of the store."
    )
  }
}

extension SavedPlanCheck.Result {
  fileprivate func staleDiagnostic(_ severity: Diagnostic.Severity) -> Diagnostic? {
    staleness?.diagnostic(severity, remaining.name, canBeAccepted: canBeAccepted)
  }

  fileprivate var alreadyDoneDiagnostic: Diagnostic? {
    var done: [String] = []
    if isSegmentChangeDone { done.append("the change of the segment itself") }
    if alreadyAdded > 0 { done.append("\(alreadyAdded) of the planned additions") }
    if alreadyRemoved > 0 { done.append("\(alreadyRemoved) of the planned removals") }
    guard !done.isEmpty else { return nil }
    return Diagnostic(
      .warning,
      code: "already-done",
      summary: "segment \"\(remaining.name)\": already done: \(done.joined(separator: ", "))",
      detail: "The run leaves them out."
    )
  }
}

/// A saved plan that is for another store or state.
package enum SavedPlanRefusal: DiagnosedError, Hashable {
  case otherStore(planned: String, now: String)
  case otherLineage(planned: String, now: String?)
  /// The plan was made with a newer version of the state than this one.
  case newerState(planned: Int, now: Int)

  /// Checks that the plan is for this store and state.
  ///
  /// If there was no state when the plan was made, the segments' history and the store decide whether it still fits.
  static func check(_ plan: Plan, store: String, state: StateDocument?) throws(SavedPlanRefusal) {
    guard plan.header.store == store else { throw .otherStore(planned: plan.header.store, now: store) }
    if let planned = plan.header.state?.lineage, planned != state?.lineage {
      throw .otherLineage(planned: planned, now: state?.lineage)
    }
    if let planned = plan.header.state?.serial, let state, planned > state.serial {
      throw .newerState(planned: planned, now: state.serial)
    }
  }

  package var diagnostics: [Diagnostic] { [Diagnostic(words)] }

  private var words: DiagnosticWords {
    switch self {
    case .otherStore(let planned, let now):
      (
        "plan-other-store", "the plan is for the store \(planned), not for \(now)",
        "Nothing was changed. Check BIGCOMMERCE_STORE_HASH and SEGPLAN_API_URL, or make a plan for this store."
      )
    case .otherLineage(let planned, let now):
      (
        "plan-other-state",
        now == nil
          ? "the plan was made with a state that does not exist here (lineage \(planned))"
          : "the plan was made with another state (lineage \(planned)) than this one (\(now ?? ""))",
        "Nothing was changed. Name the state that the plan was made with (--state), or plan again."
      )
    case .newerState(let planned, let now):
      (
        "stale-plan", "the plan was made at serial \(planned) of the state; the state is only at serial \(now)",
        """
        Nothing was changed. Someone restored an older copy of the state or edited the plan file, or the plan includes a journal \
        that this folder does not have. Plan again.
        """
      )
    }
  }
}
