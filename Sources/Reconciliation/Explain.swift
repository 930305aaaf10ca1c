package import Diagnostics
import Manifests
package import Planning
package import SegmentModel
package import StateStorage
package import StoreClient

/// The explanation of a member, with what a person should know before they trust it.
package struct ExplainedMember: Sendable {
  package let explanation: MemberExplanation
  package let warnings: [Diagnostic]
}

extension PlanRequest {
  /// Explains one member of one declared segment.
  ///
  /// - Parameters:
  ///   - member: The member.
  ///   - segment: The name of the segment, which must be the only target.
  ///   - identity: Who asks.
  ///   - client: The store.
  ///   - state: Where the state is.
  /// - Returns: What manifests, store and state say of the member, and what a plan does with it.
  /// - Throws: `DiagnosticsError` when no manifest declares the segment; every `DiagnosedError` that reading store or state can give.
  package func explain(
    _ member: ShopperProfileID,
    in segment: String,
    _ identity: RunIdentity,
    client: StoreClient,
    state: StateStore
  ) async throws -> ExplainedMember {
    let request = PlanRequest(
      configuration: configuration,
      targets: [segment],
      overrides: overrides,
      cache: cache,
      workers: workers
    )
    let current = try await state.readRecovered()
    let (plan, observation) = try await request.observeAndPlan(
      identity,
      client: client,
      state: state,
      current: current.document
    )
    guard let planned = plan.segments.first, let match = observation.matching.matches.first else {
      throw UnlistedSegmentError(name: segment)
    }
    let live = match.live.flatMap { observation.memberships[$0.id] } ?? .empty
    let resolved = observation.resolved
    let own = resolved.ownPlace(of: member, in: planned.name, .inForce)
    let explanation = MemberExplanation(
      segment: planned,
      member: member,
      declaredAt: resolved.places(of: [member], in: planned.name)[member],
      isDeclared: match.desired.members.contains(member),
      expired: resolved.expiry(of: member, in: planned.name).map {
        .init(day: $0, range: resolved.ownPlace(of: member, in: planned.name, .expired))
      },
      includedFrom: own == nil ? resolved.part(\.includes, of: planned.name, with: member)?.target.name : nil,
      excludedBy: resolved.part(\.excludes, of: planned.name, with: member)?.target.name,
      isLive: live.contains(member),
      isRecorded: match.recorded.map { $0.settled(by: live).members.contains(member) }
    )
    return ExplainedMember(explanation: explanation, warnings: resolved.warnings + current.notes)
  }
}
