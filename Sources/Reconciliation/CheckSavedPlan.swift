package import Diagnostics
package import Planning
import SegmentModel
import StateStorage
import StoreClient

/// A saved plan held against the store as it is now.
package struct CheckedPlan: Sendable {
  /// The configuration that the plan was made from; `nil` for a saved plan.
  let resolved: ResolvedConfiguration?
  /// What is left to do: never more than the saved plan lists.
  package let remaining: Plan
  /// The live members of the segments that the plan changes.
  let memberships: [SegmentID: MemberSet]
  /// Segments with changes that the plan has not seen.
  let drifted: Set<SegmentName>
  /// What a person should know: actions that are done already, drift that was accepted.
  package let notes: [Diagnostic]
}

/// Why a saved plan is not applied.
package struct StalePlanError: DiagnosedError, Hashable {
  /// At least one.
  package let diagnostics: [Diagnostic]
}

extension StoreClient {
  /// Re-reads the segments that a saved plan changes, and finds what is left of it.
  ///
  /// - Parameters:
  ///   - saved: The plan as it was read.
  ///   - acceptDrift: Go on where members changed that the plan does not list; still nothing is done that it does not list.
  ///   - workers: How many segments to list at once, 1 to 10.
  /// - Returns: What is left of the plan.
  /// - Throws: ``StalePlanError`` when the plan no longer fits; `StoreError`.
  func check(_ saved: Plan, acceptDrift: Bool, workers: Int) async throws -> CheckedPlan {
    let segments = try await listSegments().map(LiveSegment.init)
    // Whoever got a profile since is added by its id: a run of this very plan may have been cut off behind that.
    let asked = saved.newProfiles + saved.assumedProfiles.map(\.customer)
    let profiles = CustomerDirectory(try await customers(matching: asked.map { .id($0) })).profiles
    let wrong = saved.assumedProfiles.filter { profiles[$0.customer] != $0.profile }
    guard wrong.isEmpty else { throw StalePlanError(diagnostics: [Self.wrongAssumptions(wrong)]) }
    let affected = saved.segments.filter(\.hasChanges).map { planned in
      (planned: planned.resolvingNewProfiles(profiles), live: Self.counterpart(of: planned, in: segments))
    }
    let memberships = try await members(of: affected.compactMap(\.live?.id), workers: workers)
    let results = affected.map { planned, live in
      SavedPlanCheck.check(planned, live: live, members: live.flatMap { memberships[$0.id] } ?? .empty)
    }
    let stale = results.filter { $0.staleness != nil }
    let refused = stale.filter { !acceptDrift || !$0.canBeAccepted }
    guard refused.isEmpty else { throw StalePlanError(diagnostics: refused.compactMap { $0.staleDiagnostic(.error) }) }
    return CheckedPlan(
      resolved: nil,
      remaining: Plan(
        header: saved.header,
        segments: results.map(\.remaining) + saved.segments.filter { !$0.hasChanges },
        unmanagedCount: saved.unmanagedCount
      ),
      memberships: memberships,
      drifted: Set(stale.map(\.remaining.name)),
      notes: stale.compactMap { $0.staleDiagnostic(.warning) } + results.compactMap(\.alreadyDoneDiagnostic)
    )
  }

  private static func wrongAssumptions(_ assumed: [AssumedProfile]) -> Diagnostic {
    let named = assumed.prefix(10).map { "customer \($0.customer)" }.joined(separator: ", ")
    return Diagnostic(
      .error,
      code: "stale-profile-cache",
      summary:
        "the plan relies on a profile cache that is wrong about \(named)\(assumed.count > 10 ? " and \(assumed.count - 10) more" : "")",
      detail: "Nothing was changed. Remove the cache, and plan again."
    )
  }

  /// By id; a segment to create by its name, in case somebody, or a run that was cut off, created it since.
  private static func counterpart(of planned: SegmentPlan, in segments: [LiveSegment]) -> LiveSegment? {
    if let id = planned.change.segmentID { return segments.first { $0.id == id } }
    return segments.first { $0.name == planned.name.text }
  }
}

extension SavedPlanCheck.Staleness {
  var words: String {
    switch self {
    case .membersChanged(let then, let now):
      "members changed that the plan does not list (\(then) live when it was made, \(now) now)"
    case .segmentGone(let id):
      "the segment \(id) is gone from the store"
    case .renamed(let expected, let found):
      "it was called \"\(expected)\" and is now called \"\(found)\""
    case .descriptionChanged:
      "its description is another one now"
    case .appeared(let live):
      "somebody else created it, and it has \(live) members"
    }
  }
}

extension SavedPlanCheck.Result {
  fileprivate func staleDiagnostic(_ severity: Diagnostic.Severity) -> Diagnostic? {
    staleness.map { staleness in
      Diagnostic(
        severity,
        code: "stale-plan",
        summary: "the plan for segment \"\(remaining.name)\" is stale: \(staleness.words)",
        detail: severity == .warning
          ? "Going on because of --accept-drift. Only what the plan lists is done."
          : canBeAccepted
            ? """
            Nothing was changed. Plan again to see the store as it is; or do what the plan lists, and only that, in spite of it:

                --accept-drift
            """
            : "Nothing was changed. Plan again to see the store as it is."
      )
    }
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
      summary: "segment \"\(remaining.name)\": done already: \(done.joined(separator: ", "))",
      detail: "What is done is left out."
    )
  }
}
