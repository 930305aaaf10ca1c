import Diagnostics
import Planning
import Reconciliation
import SegmentModel
import StateStorage
import StoreSimulator
import Synchronization

/// Compares what was sent with the plan that was shown.
struct ChaosAudit {
  let simulator: Simulator

  /// The requests of one run that the plan does not list.
  ///
  /// The plan is `nil` when the run ended before it was shown one; then the run must not write anything.
  func unreviewed(_ requests: some Sequence<RequestRecord>, plan: Plan?) -> [ChaosProblem] {
    let writes = requests.filter { $0.method != "GET" }
    guard let plan else {
      return writes.isEmpty ? [] : [ChaosProblem(kind: .unreviewed, what: "\(writes.count) writes without a plan")]
    }
    return writes.compactMap { problem(of: $0, plan).map { ChaosProblem(kind: .unreviewed, what: $0) } }
  }

  /// The segments for which a plan reports drift although nobody except segapply has changed the store.
  ///
  /// Lists that lag must not look like drift. Undeclared members that the store had before the first apply count as drift until
  /// they are removed.
  func blame(in plan: Plan?, _ world: ChaosWorld) -> [ChaosProblem] {
    guard let plan, simulator.foreignChanges.isEmpty else { return [] }
    return plan.segments.compactMap { segment in
      guard let drift = segment.drift else { return nil }
      let earlier = world.store.segment(named: segment.name.text).flatMap { world.store.members(of: $0.id) } ?? .empty
      let desired = world.segments.first { $0.name == segment.name.text }?.desired ?? .empty
      if case .changed(let added, 0, nil) = drift, added <= earlier.subtracting(desired).count { return nil }
      return ChaosProblem(kind: .blamed, what: "\(segment.name) (\(segment.mode.rawValue)): \(drift)")
    }
  }

  private func problem(of request: RequestRecord, _ plan: Plan) -> String? {
    let ids = Set(request.ids)
    guard let segment = segmentID(of: request) else {
      guard request.method == "DELETE" else { return nil }
      let planned = plan.segments.compactMap { if case .delete(let id) = $0.change { id.bits } else { nil } }
      return ids.isSubset(of: planned) && !ids.isEmpty ? nil : "segments deleted that the plan keeps"
    }
    let candidates = candidates(segment, plan)
    let isPlanned = candidates.contains { planned in
      ids.isSubset(of: (request.method == "POST" ? planned.add : planned.remove).map(\.bits))
    }
    if isPlanned { return nil }
    return "\(request.method) of \(ids.count) members of segment \(segment) that the plan does not list"
  }

  /// The plan of a segment: found by its id, or by the name under which the plan creates it.
  ///
  /// A segment that was created and is deleted by now has no name, so it can be any of those that the plan creates.
  private func candidates(_ segment: SegmentID, _ plan: Plan) -> [SegmentPlan] {
    if let planned = plan.segments.first(where: { $0.change.segmentID == segment }) { return [planned] }
    let name = simulator.store.segment(segment)?.name
    return plan.segments.filter { planned in
      guard case .create = planned.change else { return false }
      return name == nil || planned.name.text == name
    }
  }

  /// The segment whose members a request changes.
  private func segmentID(of request: RequestRecord) -> SegmentID? {
    let parts = request.path.split(separator: "/")
    guard parts.last == "shopper-profiles", parts.count >= 2 else { return nil }
    return SegmentID(String(parts[parts.count - 2]))
  }
}

/// Approves everything and remembers the plan that it was shown.
final class ChaosDialogue: ApplyDialogue {
  private let shown = Mutex<Plan?>(nil)

  /// The plan of the run; `nil` when it ended before there was one.
  var plan: Plan? { shown.withLock { $0 } }

  func waiting(for held: LockHeldError) {}

  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) { shown.withLock { $0 = plan } }

  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval {
    .approved(isConfirmed: true)
  }

  func report(_ event: ApplyEvent) {}

  func lockLeftBehind(_ problems: [Diagnostic]) {}
}
