import FileAccess
import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator

/// The content of a store to measure, as `segbench serve` takes it.
struct WorldContent: Codable, Sendable {
  /// The members of each segment.
  var members = 0
  /// The number of segments with members.
  var segments = 1
  /// More profiles, which are not members.
  var spareProfiles = 0
  /// The number of segments without members.
  var emptySegments = 0
  /// How long the store takes per request, in milliseconds.
  var latency = 0
  /// Where to write manifests and a state for the store; `nil` for none.
  var declaredFolder: String?
}

/// A store of numbered profiles, in segments of equal size.
struct World {
  let store: Store
  /// The segments with members.
  private let segments: [(segment: StoredSegment, live: MemberSet, declared: [ShopperProfileID])]

  init(_ content: WorldContent) throws {
    let total = content.members * content.segments
    // One in two hundred is declared but not live.
    let fresh = max(content.members / 200, content.declaredFolder == nil ? 0 : 1)
    var store = Store(customers: total + fresh + content.spareProfiles)
    let names = (0..<content.segments).map { "Segment \($0)" } + (0..<content.emptySegments).map { "Empty \($0)" }
    let created = names.isEmpty ? [] : try store.createSegments(names.map { SegmentDraft(name: $0) })
    segments = created.prefix(content.segments).enumerated().map { number, segment in
      let live = Self.numbered(number * content.members + 1, count: content.members)
      store.insertMembers(live, into: segment.id)
      return (segment, MemberSet(live), live.dropFirst(fresh) + Self.numbered(total + 1, count: fresh))
    }
    self.store = store
  }

  /// The ids of the profiles with these numbers.
  static func numbered(_ first: Int, count: Int) -> [ShopperProfileID] {
    (first..<first + count).map { StoredProfile.numberedID($0) }
  }

  /// Writes manifests and a state: one member in two hundred is declared but not live, and as many are only live.
  func declare(in folder: String) async throws {
    var records: [RecordedSegment] = []
    // People do not sort their manifests.
    var random = SeededGenerator(seed: 7)
    for (segment, live, declared) in segments {
      var manifest = Array("version: 1\nsegments:\n  - name: \(segment.name)\n    members:\n".utf8)
      for member in declared.shuffled(using: &random) { manifest += "      - \(member)\n".utf8 }
      try FileAccess.writeDurably(manifest, to: "\(folder)/\(segment.name).yaml")
      records.append(
        RecordedSegment(id: segment.id, name: segment.name, mode: .authoritative, members: live, liveCount: live.count)
      )
    }
    let state = StateStore(backend: LocalBackend(path: folder + "/segplan.state.json"), store: "\(ServedStore.hash)@loopback")
    let lineage = UUID().uuidString.lowercased()
    let document = state.successor(of: nil, records, toolVersion: "bench", who: "segbench", lineage: lineage)
    guard let document else { return }
    _ = try await state.write(document, replacing: nil)
  }
}
