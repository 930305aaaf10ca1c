import Diagnostics
import Manifests
import Planning
import SegmentModel
import StateStorage
import StoreClient

extension Reconciler {
  /// Looks up the customers that manifests name, lists the segments that they name with `live:`, and composes the segments.
  ///
  /// `live` has all segments of the store. `recorded` has the records of the state, to notice a look-up, a file or a segment that returns
  /// less than at the last apply.
  ///
  /// - Throws: `StoreError`; `DiagnosticsError` with every customer that the store does not know, and every live segment that the store
  ///   does not have or that lost all its members.
  func resolve(
    _ configuration: LoadedConfiguration,
    live: [LiveSegment],
    recorded: [RecordedSegment],
    cache: ProfileCache?
  ) async throws -> ResolvedConfiguration {
    let (directory, notes) = try await directory(of: configuration, cache)
    var resolution = MemberResolution(configuration, directory: directory, SourceCheck(recorded), notes: notes)
    let compositions = resolution.compositions()
    let parts = resolution.liveParts(among: live)
    try resolution.problems.throwIfErrors()
    let listings = try await client.listings(of: Array(Set(parts.values)))
    return try resolution.result(compositions, live: parts.compactMapValues { listings[$0] })
  }

  /// - Throws: `StoreError`; `DiagnosticsError` if the store refuses to look for a customer, with the place that names them.
  private func directory(
    of configuration: LoadedConfiguration,
    _ cache: ProfileCache?
  ) async throws -> (CustomerDirectory, [Diagnostic]) {
    // Also those whose declaration has expired, so that the plan can say so.
    let named = configuration.customers(in: [.inForce, .expired])
    let (known, notes) = try cache?.read(store: state.store) ?? ([:], [])
    var assumed: [CustomerID: ShopperProfileID] = [:]
    if cache?.isTrusted == true {
      for case .id(let customer) in named { assumed[customer] = known[customer] }
    }
    let asked = named.filter { reference in
      if case .id(let customer) = reference { assumed[customer] == nil } else { true }
    }
    do {
      let directory = CustomerDirectory(try await client.customers(matching: asked), assumed: assumed)
      if let problem = SourceCheck.nothingFound(Set(asked), in: directory, configuration) {
        throw DiagnosticsError(diagnostics: [problem])
      }
      // This also drops customers that no manifest names any more.
      if let cache, directory.profiles != known { try cache.write(directory.profiles, store: state.store) }
      return (directory, notes)
    } catch let error as RefusedCustomerError {
      let place = configuration.place(of: error.reference)
      throw DiagnosticsError(diagnostics: error.diagnostics.map { $0.placed(at: place) })
    }
  }
}
