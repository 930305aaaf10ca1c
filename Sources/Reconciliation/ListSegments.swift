import Manifests
package import Planning
import SegmentModel
import StateStorage
import StoreClient

extension Reconciler {
  /// The segments of the store, the manifests and the state, by name.
  ///
  /// Takes one request per segment of the store, which counts the members.
  package func overview(_ loaded: LoadedConfiguration) async throws -> [SegmentOverview] {
    let configuration = loaded.configuration
    let recorded = try await state.readRecovered().document?.segments ?? []
    let live = try await client.listSegments()
    let counts = try await mapConcurrently(live, workers: client.parallelism) { try await client.memberCount(of: $0.id) }
    let byID = recorded.keyed(by: \.id)
    func declaration(_ id: SegmentID?, _ name: String) -> SegmentDeclaration? {
      configuration.segments.first { $0.id != nil && $0.id == id }
        ?? configuration.segments.first { $0.id == nil && $0.name.text == name }
    }
    var rows = zip(live, counts).map { segment, count in
      SegmentOverview(
        name: segment.name,
        id: segment.id,
        live: count,
        recorded: byID[segment.id]?.members.count,
        declaredAt: declaration(segment.id, segment.name)?.range
      )
    }
    let known = Set(rows.compactMap(\.id))
    let shown = Set(rows.compactMap(\.declaredAt))
    rows += recorded.filter { !known.contains($0.id) }.map { record in
      let range = declaration(record.id, record.name)?.range
      return SegmentOverview(name: record.name, id: nil, live: nil, recorded: record.members.count, declaredAt: range)
    }
    let gone = Set(rows.filter { $0.id == nil }.compactMap(\.declaredAt))
    rows += configuration.segments.filter { !shown.contains($0.range) && !gone.contains($0.range) }.map {
      SegmentOverview(name: $0.name.text, id: nil, live: nil, recorded: nil, declaredAt: $0.range)
    }
    return rows.sorted { ($0.name, $0.id?.description ?? "") < ($1.name, $1.id?.description ?? "") }
  }
}
