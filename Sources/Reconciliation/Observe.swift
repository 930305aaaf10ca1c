package import Diagnostics
package import Planning
package import SegmentModel
package import StoreClient

/// The store as a run found it: which live segment each declaration means, and the members of those.
package struct Observation: Sendable {
  /// The configuration with every member known.
  package let resolved: ResolvedConfiguration
  package let matching: SegmentMatching
  /// The live members of every matched segment, each from a listing that proved itself complete, with their customers.
  package let listings: [SegmentID: CustomerNumbers]
  /// Warnings about the store: segments that the state records and no manifest declares any more, and what could not be read.
  package internal(set) var notes: [Diagnostic]

  package var memberships: [SegmentID: MemberSet] { listings.mapValues(\.profiles) }
}

extension StoreClient {
  /// Reads what a plan for these segments needs: all segments of the store, and the members of the targets.
  ///
  /// - Parameters:
  ///   - configuration: Every declared segment, also those that are no target: two declarations must not mean the same live segment.
  ///   - targets: The segments to plan.
  ///   - recorded: What the state knows.
  ///   - store: What the state calls the store.
  ///   - cache: What earlier runs found out about customers; `nil` without one.
  ///   - workers: How many segments to list at once; the client's gate bounds the requests.
  /// - Returns: Which live segment each target means, and its members.
  /// - Throws: `StoreError`; `DiagnosticsError` when declarations and store do not fit together.
  package func observe(
    _ configuration: LoadedConfiguration,
    targets: Set<SegmentName>,
    recorded: [RecordedSegment],
    store: String,
    cache: ProfileCache?,
    workers: Int
  ) async throws -> Observation {
    let live = try await listSegments().map(LiveSegment.init)
    let resolved = try await resolve(configuration, live: live, recorded: recorded, store: store, cache: cache, workers: workers)
    let all = try SegmentMatching(desired: resolved.desired, live: live, recorded: recorded)
    let matching = all.restricted(to: targets)
    return Observation(
      resolved: resolved,
      matching: matching,
      listings: try await listings(of: matching.segmentsToList, workers: workers),
      notes: UndeclaredSegments.warnings(recorded, matched: all, live: Set(live.map(\.id)))
    )
  }

  /// The members of several segments with their customers, several of them listed at once so that requests of all of them fill the gate.
  ///
  /// - Parameters:
  ///   - segments: Which ones, each once.
  ///   - workers: How many segments to list at once; the client's gate bounds the requests.
  /// - Returns: The members of each.
  /// - Throws: `StoreError`; `CancellationError`.
  package func listings(of segments: [SegmentID], workers: Int) async throws -> [SegmentID: CustomerNumbers] {
    let lists = try await mapConcurrently(segments, workers: workers) { try await listProfiles(of: $0) }
    return Dictionary(zip(segments, lists), uniquingKeysWith: { first, _ in first })
  }
}

extension LiveSegment {
  init(_ segment: StoreSegment) {
    self.init(id: segment.id, name: segment.name, description: segment.description)
  }
}
