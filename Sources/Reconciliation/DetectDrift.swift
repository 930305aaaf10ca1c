package import Diagnostics
package import Planning
import SegmentModel
package import StateStorage
package import StoreClient

/// What a look for drift found, with what a person should know before they trust it.
package struct DriftRun: Sendable {
  package let report: DriftReport
  /// Warnings of the configuration, a journal of a run that died, and a lock that somebody holds.
  package let warnings: [Diagnostic]
}

extension LoadedConfiguration {
  /// Compares the store with the state and the manifests, changes nothing, and takes no lock.
  ///
  /// `cache` is what earlier runs found out about customers.
  package func drift(
    _ identity: RunIdentity,
    cache: ProfileCache? = nil,
    client: StoreClient,
    state: StateStore
  ) async throws -> DriftRun {
    let current = try await state.readRecovered()
    var warnings = try await PlanRequest.lockNotes(current, state.backend, identity)
    let live = try await client.listSegments()
    let recorded = current.document?.segments ?? []
    let resolved = try await client.resolve(self, live: live, recorded: recorded, store: state.store, cache: cache)
    warnings = resolved.warnings + warnings
    let subjects = DriftSubjects(desired: resolved.desired, recorded: recorded, live: live)
    let listings = try await client.listings(of: subjects.segmentsToList)
    let report = try DriftDetection.report(
      subjects,
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
