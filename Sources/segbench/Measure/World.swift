import FileAccess
import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator

/// What a store to measure with holds, as its process is told.
struct WorldContent: Codable, Sendable {
  /// How many members each segment has.
  var members = 0
  /// How many segments have members.
  var segments = 1
  /// How many more profiles there are, members of nothing.
  var spareProfiles = 0
  /// How many segments are empty.
  var emptySegments = 0
  /// How long the store takes for a request, in milliseconds.
  var latency = 0
  /// Where to write manifests and a state for the store; `nil` for none.
  var declaredFolder: String?
}

/// A made-up store of numbered profiles, in segments of one size.
struct World {
  struct Segment {
    let id: SegmentID
    let name: String
    let live: MemberSet
    let declared: MemberSet
  }

  let store: Store
  let segments: [Segment]

  /// - Throws: `StoreRefusal` for more segments than a store takes.
  init(_ content: WorldContent) throws {
    let total = content.members * content.segments
    // One in two hundred is declared and not live.
    let fresh = max(content.members / 200, content.declaredFolder == nil ? 0 : 1)
    var store = Store(profiles: total + fresh + content.spareProfiles)
    var segments: [Segment] = []
    for number in 0..<content.segments {
      let live = Self.numbered(number * content.members + 1, count: content.members)
      for segment in try store.createSegments([SegmentDraft(name: "Segment \(number)")]) {
        _ = store.insertMembers(live, into: segment.id)
        let declared = live.dropFirst(fresh) + Self.numbered(total + 1, count: fresh)
        segments.append(
          Segment(id: segment.id, name: segment.name, live: MemberSet(live), declared: MemberSet(Array(declared)))
        )
      }
    }
    for number in 0..<content.emptySegments {
      _ = try store.createSegments([SegmentDraft(name: "Empty \(number)")])
    }
    self.store = store
    self.segments = segments
  }

  /// The ids of profiles with these numbers, as the simulator numbers them.
  static func numbered(_ first: Int, count: Int) -> [ShopperProfileID] {
    (first..<first + count).map { StoredProfile.numberedID($0) }
  }

  /// Writes manifests and a state for the store: one member in a hundred is declared that is not live, and as many are live only.
  func declare(in folder: String) async throws {
    var records: [RecordedSegment] = []
    // People do not sort their manifests.
    var random = SeededGenerator(seed: 7)
    for segment in segments {
      var manifest = Array("version: 1\nsegments:\n  - name: \(segment.name)\n    members:\n".utf8)
      for member in segment.declared.ids.shuffled(using: &random) { manifest += "      - \(member)\n".utf8 }
      try FileAccess.writeDurably(manifest, to: "\(folder)/\(segment.name).yaml")
      records.append(RecordedSegment(id: segment.id, name: segment.name, mode: .authoritative, members: segment.live))
    }
    let state = StateStore(backend: LocalBackend(path: folder + "/segplan.state.json"), store: "\(ServedStore.hash)@loopback")
    let lineage = UUID().uuidString.lowercased()
    let document = state.successor(of: nil, records, toolVersion: "bench", who: "segbench", lineage: lineage)
    guard let document else { return }
    _ = try await state.write(document, replacing: nil)
  }
}
