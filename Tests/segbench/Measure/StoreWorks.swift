import Planning
import Reconciliation
import SegmentModel
import StateStorage
import StoreClient
import StoreSimulator

/// Works with a store that has latency, compared with the time that its answers alone take, ten at once.
extension WorkSettings {
  /// The vendor's limit of requests in flight.
  private static let inFlight = 10

  /// Lists all members, which are in this many segments of equal size.
  func list(segments: Int) async throws -> Sample {
    let content = WorldContent(members: members / segments, segments: segments, latency: latency)
    let (measured, report) = try await ServedStore.withStore(content) { address in
      try await ServedStore.withClient(address) { client in
        let ids = try await client.listSegments().map(\.id)
        return try await measure { _ in
          let found = try await client.listings(of: ids)
          let count = found.values.reduce(0) { $0 + $1.profiles.count }
          guard count == members else { throw BenchFailure("members are missing") }
        }
      }
    }
    return compared(measured, report, requests: .list)
  }

  /// Lists the members from a thousand segments, the maximum of a store.
  func segments() async throws -> Sample {
    let segments = min(1_000, max(members / 1_000, 1))
    var sample = try await list(segments: segments)
    sample.facts["segments"] = Double(segments)
    return sample
  }

  /// Adds members to an empty segment.
  func apply() async throws -> Sample {
    let content = WorldContent(segments: 0, spareProfiles: members, emptySegments: runs + 1, latency: latency)
    let added = MemberSet(World.numbered(1, count: members))
    let (measured, report) = try await ServedStore.withStore(content) { address in
      try await ServedStore.withClient(address) { client in
        let segments = try await client.listSegments()
        return try await measure { run in
          let outcome = try await apply(added, to: segments[run], client)
          guard outcome.segments.first?.added == added else { throw BenchFailure("members were not added") }
        }
      }
    }
    return compared(measured, report, requests: .add)
  }

  private func apply(_ members: MemberSet, to segment: LiveSegment, _ client: StoreClient) async throws -> ApplyOutcome {
    let plan = Plan(
      header: PlanHeader(
        toolVersion: "bench",
        createdAt: "2026-01-01T00:00:00Z",
        validUntil: nil,
        store: ServedStore.hash,
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
          limits: SegmentLimits(DeclaredLimits(), allowsEmpty: false)
        )
      ],
      unmanagedCount: 0
    )
    let journal = try Journal(
      at: "\(folder)/\(segment.id).journal",
      JournalHeader(
        run: "bench",
        who: "bench",
        startedAt: "2026-01-01T00:00:00Z",
        store: ServedStore.hash,
        lineage: "bench",
        serial: 0
      )
    )
    let approved = try Guardrails.approve(plan, overrides: .none)
    return await Applier(client: client, journal: journal).apply(approved)
  }

  /// Adds what the store really waited as the floor.
  private func compared(_ sample: Sample, _ report: SimulatorStatistics, requests: RequestKind) -> Sample {
    // Including the run to warm up.
    let runs = Double(runs + 1)
    var sample = sample
    sample.facts["requests"] = Double(report.requests[requests] ?? 0) / runs
    sample.facts["mostInFlight"] = Double(report.mostInFlight)
    sample.facts["violations"] = Double(report.violations)
    let waited = report.delay / .seconds(1)
    sample.floor = waited > 0 ? waited / runs / Double(Self.inFlight) : nil
    return sample
  }
}
