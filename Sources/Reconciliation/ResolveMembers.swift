import Diagnostics
import Manifests
import Planning
import SegmentModel
import StateStorage
import StoreClient

extension Reconciler {
  /// Looks up the customers that manifests name, lists the segments that they name with `live:`, and composes the segments.
  ///
  /// `live` has all segments of the store. `recorded` has the records of the state: they name the profiles of customers, and show if a
  /// look-up, a file or a segment returns less than at the last apply.
  ///
  /// - Throws: `StoreError`; `DiagnosticsError` with every customer that the store does not know, and every live segment that the store
  ///   does not have or that lost all its members.
  func resolve(
    _ configuration: LoadedConfiguration,
    live: [LiveSegment],
    recorded: [RecordedSegment]
  ) async throws -> ResolvedConfiguration {
    // Also those whose declaration has expired, so that the plan can say so.
    let named = configuration.customers(in: [.inForce, .expired])
    let directory = try await lookUp(named, CustomerDirectory(recorded, named: named), configuration)
    var resolution = MemberResolution(configuration, directory: directory, SourceCheck(recorded))
    let compositions = resolution.compositions()
    let parts = resolution.liveParts(among: live)
    try resolution.problems.throwIfErrors()
    let listings = try await client.listings(of: Array(Set(parts.values)))
    return try resolution.result(compositions, live: parts.compactMapValues { listings[$0] })
  }

  /// The configuration after asking the store about each customer whose recorded profile is in no listing.
  ///
  /// A customer's profile never changes, so a listing that names both proves the record. A customer that nobody lists any more may be
  /// deleted.
  func confirm(
    _ resolved: ResolvedConfiguration,
    by listings: [SegmentID: CustomerNumbers],
    recorded: [RecordedSegment]
  ) async throws -> ResolvedConfiguration {
    var directory = resolved.directory
    guard directory.forgetUnlisted(listings.values) else { return resolved }
    directory = try await lookUp(resolved.loaded.customers(in: [.inForce, .expired]), directory, resolved.loaded)
    var resolution = MemberResolution(resolved.loaded, directory: directory, SourceCheck(recorded))
    let compositions = resolution.compositions()
    try resolution.problems.throwIfErrors()
    return try resolution.result(compositions, live: resolved.liveParts)
  }

  /// The directory with those of the named customers that it does not know.
  ///
  /// - Throws: `StoreError`; `DiagnosticsError` if the store refuses to look for a customer, with the place that names them.
  private func lookUp(
    _ named: [CustomerReference],
    _ known: CustomerDirectory,
    _ configuration: LoadedConfiguration
  ) async throws -> CustomerDirectory {
    do {
      let directory = known.adding(try await client.customers(matching: named.filter { known.resolve($0) == .unknown }))
      if let problem = SourceCheck.nothingFound(Set(named), in: directory, configuration) {
        throw DiagnosticsError(diagnostics: [problem])
      }
      return directory
    } catch let error as RefusedCustomerError {
      let place = configuration.place(of: error.reference)
      throw DiagnosticsError(diagnostics: error.diagnostics.map { $0.placed(at: place) })
    }
  }
}
