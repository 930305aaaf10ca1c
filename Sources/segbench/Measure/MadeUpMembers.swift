import SegmentModel
import StoreSimulator

/// Ids to measure with.
enum MadeUpMembers {
  /// Random ids of version 4, in no order; the same ones every time.
  static func random(_ count: Int, seed: UInt64 = 1) -> [ShopperProfileID] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
      let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
      return ShopperProfileID(bits: UUIDBits(high: high, low: low))
    }
  }

  /// The set with every hundredth member replaced by another one.
  static func changed(_ members: MemberSet, seed: UInt64) -> MemberSet {
    let fresh = random(members.count / 100, seed: seed)
    return MemberSet(members.enumerated().filter { $0.offset % 100 != Int(seed % 100) }.map(\.element) + fresh)
  }

  /// A manifest that declares one segment with these members, in their order.
  static func manifest(name: String, _ members: some Sequence<ShopperProfileID>) -> [UInt8] {
    var text = Array("version: 1\nsegments:\n  - name: \(name)\n    members:\n".utf8)
    for member in members {
      text += "      - ".utf8
      text += member.description.utf8
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }
}
