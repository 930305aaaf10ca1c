import Planning
import Reconciliation
import SegmentModel
import StateStorage
import StoreClient

/// Adds members to an empty segment of a store that takes its time, against the time that its answers alone take, ten at once.
struct ApplyWork {
  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    var content = WorldContent()
    content.segments = 0
    content.spareProfiles = settings.members
    content.emptySegments = settings.runs + 1
    content.latency = settings.latency
    let members = MemberSet(World.numbered(1, count: settings.members))
    let (measured, report) = try await StoreSession.withStore(content) { address in
      try await StoreSession.withClient(address) { client in
        let segments = try await client.listSegments()
        return try await settings.measurement.sample(.apply, members: settings.members) { run in
          let outcome = try await apply(members, to: segments[run], client)
          guard outcome.segments.first?.added == members else { throw WorkFailure("members were not added") }
        }
      }
    }
    return [ListWork.held(measured, report, runs: settings.runs + 1, requests: report.adds)]
  }

  private func apply(_ members: MemberSet, to segment: StoreSegment, _ client: StoreClient) async throws -> ApplyOutcome {
    let plan = Plan(
      header: PlanHeader(
        toolVersion: "bench",
        createdAt: "2026-01-01T00:00:00Z",
        validUntil: nil,
        store: StoreSession.storeHash,
        configurationDigest: "bench",
        state: nil
      ),
      segments: [
        SegmentPlan(
          name: try SegmentName(segment.name),
          change: .keep(segment.id),
          mode: .authoritative,
          add: members,
          remove: .empty,
          live: LiveFingerprint(of: .empty),
          desiredCount: members.count,
          limits: SegmentLimits(maximumRemovals: .standardRemovals, allowsEmpty: false)
        )
      ],
      unmanagedCount: 0
    )
    let journal = try Journal(
      at: "\(settings.folder)/\(segment.id).journal",
      JournalHeader(
        run: "bench",
        who: "bench",
        startedAt: "2026-01-01T00:00:00Z",
        store: StoreSession.storeHash,
        lineage: "bench",
        serial: 0
      )
    )
    let approved = try Guardrails.approve(plan, overrides: GuardrailOverrides())
    return await Applier(client: client, workers: Int(ListWork.inFlight), journal: journal).apply(approved)
  }
}
