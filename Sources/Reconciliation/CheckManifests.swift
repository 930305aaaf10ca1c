package import Diagnostics
import Manifests
import Planning
import SegmentModel
import StateStorage

/// The manifests are not those that the saved plan was made from.
package struct OtherManifestsError: DiagnosedError, Hashable {
  package let diagnostics: [Diagnostic]

  fileprivate init(_ difference: String, problems: [Diagnostic] = []) {
    let words = (
      "plan-other-manifests", "the manifests are not those that the plan was made from: \(difference)",
      """
      Nothing was changed. Give --manifests the files that were planned, with the same values of variables. Or plan again, and have that \
      plan reviewed.
      """
    )
    diagnostics = problems + [Diagnostic(words)]
  }
}

extension Reconciler {
  /// Checks that a saved plan was made from these manifests, and returns a warning if that cannot be known.
  ///
  /// It sends no request, unless the manifests differ: then it plans them, to show the difference.
  ///
  /// - Throws: ``OtherManifestsError``; `CancellationError`.
  func check(
    _ saved: Plan,
    isMadeFrom manifests: PlanRequest?,
    current: StateDocument?,
    _ dialogue: some ApplyDialogue
  ) async throws -> Diagnostic? {
    guard let manifests else { return nil }
    let unchecked = (
      "manifests-not-compared", "an earlier release made the plan, so it cannot be compared with the manifests",
      "The run continues, with the guardrails of the manifests. Make a new plan to have the manifests compared."
    )
    switch ConfigurationDigest.differ(saved.header.configurationDigest, manifests.configuration.digest) {
    case false?: return nil
    case nil: return Diagnostic(unchecked).asWarning
    case true?: break
    }
    var request = manifests
    request.targets = saved.header.targets
    request.readsPromotions = false
    let plan: Plan
    do {
      plan = try await observeAndPlan(request, current: current).0
    } catch let error as any DiagnosedError {
      throw OtherManifestsError("they cannot be planned", problems: error.diagnostics)
    }
    dialogue.showUnapproved(plan, insteadOf: saved)
    func words(_ segments: [SegmentName]) -> String { segments.map { "\"\($0)\"" }.listed(first: 10) }
    let changed = PlanDifference(from: saved, to: plan).segments.map(\.name)
    if !changed.isEmpty { throw OtherManifestsError("the plan differs in \(words(changed))") }
    let limits = manifests.configuration.limits
    let guarded = saved.segments.filter { $0.limits != limits[$0.name] }.map(\.name)
    let rest = guarded.isEmpty ? "declarations that do not affect the plan differ" : "the guardrails of \(words(guarded)) differ"
    throw OtherManifestsError("the plan is the same, but \(rest)")
  }
}
