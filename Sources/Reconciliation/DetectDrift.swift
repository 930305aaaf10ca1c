package import Diagnostics
package import Planning
import SegmentModel
import StateStorage
import StoreClient

/// A drift report with its warnings.
package struct DriftRun: Sendable {
  package let report: DriftReport
  /// About the configuration, the journal of a run that was killed, and a lock that another process holds.
  package let warnings: [Diagnostic]
}

extension Reconciler {
  /// Compares the store with the state and the manifests.
  ///
  /// Changes nothing and takes no lock.
  package func drift(_ configuration: LoadedConfiguration) async throws -> DriftRun {
    let current = try await state.readRecovered()
    var warnings = try await lockNotes(current)
    let live = try await client.listSegments()
    let recorded = current.document?.segments ?? []
    let found = try await resolve(configuration, live: live, recorded: recorded)
    let toList = DriftSubjects(desired: found.desired, recorded: recorded, live: live).segmentsToList
    let listings = try await client.listings(of: toList)
    let resolved = try await confirm(found, by: listings, recorded: recorded)
    warnings = resolved.warnings + warnings
    let report = try DriftDetection.report(
      DriftSubjects(desired: resolved.desired, recorded: recorded, live: live),
      memberships: listings.mapValues(\.profiles),
      header: DriftReport.Header(
        toolVersion: identity.toolVersion,
        checkedAt: identity.startedAt,
        store: state.store,
        state: current.document.map { StateReference(lineage: $0.lineage, serial: $0.serial) }
      )
    )
    return DriftRun(report: resolved.noted(report, listings: listings, recorded: recorded), warnings: warnings)
  }
}
