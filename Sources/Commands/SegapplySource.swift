import ArgumentParser
import Diagnostics
import Planning
import Reconciliation
package import SegmentModel

/// What a run of `segapply` applies, from its arguments and options.
extension Segapply {
  /// The manifests or the saved plan to apply.
  func source(_ context: CommandContext) throws -> ApplySource {
    if let planFile = try paths.first(where: PlanFile.isPlanFile) { return try savedPlan(planFile, context) }
    guard saved.manifests.isEmpty, saved.allowEmpty.isEmpty else {
      throw ValidationError(
        "--manifests and --allow-empty are only for saved plans. In a manifest, use `allow_empty: true` instead."
      )
    }
    return .configuration(try planRequest(paths, context))
  }

  private func planRequest(_ paths: [String], _ context: CommandContext) throws -> PlanRequest {
    var request = PlanRequest(try configuration.load(paths, context))
    request.targets = target.targets
    request.overrides = guardrails.overrides
    request.refresh = Refresh(try refreshing.mode(context.environment))
    request.lifetime = saved.lifetime.planTTL.duration
    request.readsPromotions = !promotions.areNotRead
    return request
  }

  /// The plan of `--expect-plan` or `--approved`; `nil` without these options.
  func approvedPlan(_ source: ApplySource, _ context: CommandContext) async throws -> PlanApproval? {
    if source.isSaved, expectPlan != nil || approved != nil {
      throw ValidationError("--expect-plan and --approved are for manifests. A saved plan is applied as it is.")
    }
    let found = try await approved.map { try CodeHostPublisher($0, publishing, context) }?.approvedPlans()
    guard let ids = expectPlan.map({ [$0] }) ?? found else { return nil }
    let plan = try compare.map(PlanFile.read)
    let approval = PlanApproval(ids, of: plan)
    guard let plan, !ids.contains(plan.id) else { return approval }
    throw DiagnosticsError(
      code: "plan-not-approved",
      "\(compare ?? "") is not the approved plan: its id is \(plan.id)",
      detail: "Nothing was changed. The approved id is \(approval.idWords)."
    )
  }

  private func savedPlan(_ planFile: String, _ context: CommandContext) throws -> ApplySource {
    guard paths.count == 1 else {
      throw ValidationError(
        "\(planFile) is not named like a manifest (*.yaml, *.yml), and a plan file must be the only argument."
      )
    }
    guard target.targets.isEmpty else {
      throw ValidationError(
        "--target limits planning, but \(planFile) is already a plan. Use --target with segplan --out instead."
      )
    }
    let plan = try PlanFile.read(planFile)
    func limits(_ declared: LoadedConfiguration? = nil) -> SavedPlanLimits {
      SavedPlanLimits(declared: declared?.limits ?? [:], emptiable: Set(saved.allowEmpty))
    }
    if !saved.manifests.isEmpty {
      let manifests = try planRequest(saved.manifests, context)
      return .saved(plan, limits: limits(manifests.configuration), manifests: manifests)
    }
    if limits().warnings(about: plan).isEmpty { return .saved(plan, limits: limits()) }
    // The plan relies on limits of its manifests: use those in the working folder. If unreadable, they allow nothing.
    return .saved(plan, limits: limits(try? configuration.load(["."], context)))
  }
}

extension PlanID: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension ApplySource {
  var isSaved: Bool { if case .saved = self { true } else { false } }
}
