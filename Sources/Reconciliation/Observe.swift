package import Diagnostics
package import Planning
package import SegmentModel
package import StoreClient

/// What a run read from the store: the live segment of each declaration, and the members of these segments.
package struct Observation: Sendable {
  /// The configuration with every member known.
  package let resolved: ResolvedConfiguration
  package let matching: SegmentMatching
  /// The members of every matched segment with their customers.
  package let listings: [SegmentID: CustomerNumbers]
  /// Warnings about segments that the state records but no manifest declares any more, and about what could not be read.
  package internal(set) var notes: [Diagnostic]

  package var memberships: [SegmentID: MemberSet] { listings.mapValues(\.profiles) }
}

extension Reconciler {
  /// Reads what a plan for these segments needs: all segments of the store, and the members of the targets.
  ///
  /// `configuration` also has the segments that are not targets, since two declarations must not mean the same live segment.
  ///
  /// - Throws: `StoreError`; `DiagnosticsError` if the declarations do not match the store's segments.
  func observe(
    _ configuration: LoadedConfiguration,
    targets: Set<SegmentName>,
    recorded: [RecordedSegment],
    _ refresh: Refresh
  ) async throws -> Observation {
    let live = try await client.listSegments()
    let found = try await resolve(configuration, live: live, recorded: recorded)
    let all = try SegmentMatching(desired: found.desired, live: live, recorded: recorded)
    let toRead = all.restricted(to: targets).matches.compactMap(\.live).sorted { $0.id < $1.id }
    let read = try await members(of: toRead.map { SegmentToRead(live: $0) }, recorded: recorded, refresh)
    let resolved = try await confirm(found, by: read.listings, recorded: recorded)
    return Observation(
      resolved: resolved,
      matching: try SegmentMatching(desired: resolved.desired, live: live, recorded: recorded).restricted(to: targets),
      listings: read.listings,
      notes: read.notes + UndeclaredSegments.warnings(recorded, matched: all, live: Set(live.map(\.id)))
    )
  }
}

extension StoreClient {
  /// Lists the members of several segments with their customers, several segments at once.
  package func listings(of segments: [SegmentID]) async throws -> [SegmentID: CustomerNumbers] {
    let lists = try await mapConcurrently(segments, workers: parallelism) { try await listProfiles(of: $0) }
    return Dictionary(zip(segments, lists), uniquingKeysWith: { first, _ in first })
  }
}

/// Warns about segments that the state records but no manifest declares any more.
///
/// After a rename by hand, a plan creates a second segment and the first one stays in the store.
enum UndeclaredSegments {
  private static let maximumNamed = 5

  static func warnings(_ recorded: [RecordedSegment], matched: SegmentMatching, live: Set<SegmentID>) -> [Diagnostic] {
    let declaredIDs = Set(matched.matches.flatMap { [$0.live?.id, $0.desired.pinnedID].compactMap(\.self) })
    let declaredNames = Set(matched.matches.map(\.desired.name.text))
    let undeclared = recorded.filter { !declaredIDs.contains($0.id) && !declaredNames.contains($0.name) }
    let named = undeclared.prefix(maximumNamed).map { warning(of: $0, isLive: live.contains($0.id)) }
    guard undeclared.count > maximumNamed else { return named }
    let others = undeclared.count - maximumNamed
    return named + [
      Diagnostic(
        .warning,
        code: "undeclared-segment",
        summary: "the state records \(others) more segment\(others == 1 ? "" : "s") that no manifest declares",
        detail: "To see them all, run: segplan state list"
      )
    ]
  }

  private static func warning(of record: RecordedSegment, isLive: Bool) -> Diagnostic {
    Diagnostic(
      .warning,
      code: "undeclared-segment",
      summary: isLive
        ? "no manifest declares segment \"\(record.name)\" any more, which an apply recorded; it stays in the store"
        : "no manifest declares segment \"\(record.name)\" any more, which an apply recorded; the store no longer has it",
      detail: isLive
        ? """
        If you renamed it, pin the new declaration to it: `id: \(record.id)`. `segplan move OLD NEW` renames a declared segment.
        To delete it in the store, declare it with `ensure: absent`.
        To keep it in the store without managing it, run: segplan state rm \(record.id)
        """
        : "If this is correct, run: segplan state rm \(record.id)"
    )
  }
}
