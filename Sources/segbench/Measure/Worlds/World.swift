import SegmentModel
import StoreSimulator

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
      let first = number * content.members
      let live = Self.numbered(first + 1, count: content.members)
      for segment in try store.createSegments([SegmentDraft(name: Self.name(number))]) {
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

  /// In an order that is no order: people do not sort their manifests.
  static func shuffled(_ members: MemberSet) -> [ShopperProfileID] {
    var random = SeededGenerator(seed: 7)
    return members.ids.shuffled(using: &random)
  }

  /// A manifest that declares one segment with these members, in their order.
  static func manifest(name: String, _ members: some Sequence<ShopperProfileID>) -> [UInt8] {
    var text = Array("version: 1\nsegments:\n  - name: \(name)\n    members:\n".utf8)
    for member in members { text += "      - \(member)\n".utf8 }
    return text
  }

  static func name(_ number: Int) -> String { "Segment \(number)" }
}
