package import Diagnostics
package import Planning
package import SegmentModel
import StateStorage
import StoreClient

/// A drift report with its warnings.
package struct DriftRun: Sendable {
  package let report: DriftReport
  /// About the configuration, the journal of a run that was killed, and a lock that another process holds.
  package let warnings: [Diagnostic]
  /// What the next check by count needs to know of this one.
  package let seen: Refresh.Earlier
  /// When the lock of the state was taken; `nil` if it is free or the backend does not say.
  package let lockedSince: Timestamp?
  /// The requests that the check sent.
  package let requests: Int
  /// The store's quota per window and what was left of it; `nil` if the store states none.
  package let quota: (limit: Int, left: Int)?
}

extension Reconciler {
  /// Compares the store with the state and the manifests.
  ///
  /// Changes nothing and takes no lock.
  package func drift(_ configuration: LoadedConfiguration, _ refresh: Refresh = .full) async throws -> DriftRun {
    let current = try await state.readRecovered()
    let lock = try await state.backend.lockHolder()
    var warnings = lockNotes(current, lock)
    let live = try await client.listSegments()
    let recorded = current.document?.segments ?? []
    let found = try await resolve(configuration, live: live, recorded: recorded)
    let subjects = DriftSubjects(desired: found.desired, recorded: recorded, live: live).subjects
    let toRead = subjects.compactMap(\.live).sorted { $0.id < $1.id }.map { SegmentToRead(live: $0) }
    let read = try await members(of: toRead, recorded: recorded, refresh)
    let resolved = try await confirm(found, by: read.listings, recorded: recorded)
    warnings = resolved.warnings + read.notes + warnings
    let report = try DriftDetection.report(
      DriftSubjects(desired: resolved.desired, recorded: recorded, live: live),
      memberships: read.listings.mapValues(\.profiles),
      counted: read.counted,
      header: DriftReport.Header(
        toolVersion: identity.toolVersion,
        checkedAt: identity.startedAt,
        store: state.store,
        state: current.document.map { StateReference(lineage: $0.lineage, serial: $0.serial) }
      )
    )
    return DriftRun(
      report: resolved.noted(report, listings: read.listings, recorded: recorded),
      warnings: warnings,
      seen: Refresh.Earlier(
        updates: live.keyed(by: \.id).compactMapValues(\.updatedAt),
        drifted: Set(report.drifted.compactMap(\.id))
      ),
      lockedSince: lock.holder.flatMap { Timestamp($0.created) },
      requests: client.requestsSent,
      quota: client.quota
    )
  }
}
