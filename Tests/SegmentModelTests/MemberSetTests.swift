import SegmentModel
import TestSupport
import Testing

@Suite("Member sets")
struct MemberSetTests {
  @Test func `A set is sorted and has each id once, whatever its source is`() {
    let set = MemberSet([3, 1, 2, 3, 1].map { ShopperProfileID.numbered($0) })
    #expect(set.ids == [1, 2, 3].map { ShopperProfileID.numbered($0) })
    #expect(MemberSet([]).isEmpty)
    #expect(MemberSet() == MemberSet.empty)
    #expect(MemberSet([ShopperProfileID.numbered(7)]).count == 1)
    let literal: MemberSet = [.numbered(9), .numbered(8), .numbered(9)]
    #expect(literal == .numbered(8...9))
  }

  @Test func `Only ascending unique ids are accepted without sorting`() {
    let ids = [1, 2, 3].map { ShopperProfileID.numbered($0) }
    #expect(MemberSet(ascendingUnique: ids)?.ids == ids)
    #expect(MemberSet(ascendingUnique: []) == .empty)
    #expect(MemberSet(ascendingUnique: ids.reversed()) == nil)
    #expect(MemberSet(ascendingUnique: [ids[0], ids[0]]) == nil)
    #expect(MemberSet(ascendingUnique: [ids[0], ids[2], ids[1]]) == nil)
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `Set algebra agrees with the standard library's`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    // From disjoint to nearly equal sets, empty ones among them.
    let highest = Int.random(in: 1...120, using: &random)
    let left = MemberSet.random(count: Int.random(in: 0...60, using: &random), highest: highest, using: &random)
    let right = MemberSet.random(count: Int.random(in: 0...60, using: &random), highest: highest, using: &random)
    let (leftSet, rightSet) = (Set(left), Set(right))

    #expect(left.union(right).ids == leftSet.union(rightSet).sorted())
    #expect(left.intersection(right).ids == leftSet.intersection(rightSet).sorted())
    #expect(left.subtracting(right).ids == leftSet.subtracting(rightSet).sorted())
    #expect(right.subtracting(left).ids == rightSet.subtracting(leftSet).sorted())
    let (added, removed) = left.difference(from: right)
    #expect(added == left.subtracting(right))
    #expect(removed == right.subtracting(left))
    for number in 0...(highest + 1) {
      let id = ShopperProfileID.numbered(number)
      #expect(left.contains(id) == leftSet.contains(id))
    }
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `A difference turns the old set into the new one`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let old = MemberSet.random(count: 40, highest: 80, using: &random)
    let new = MemberSet.random(count: 40, highest: 80, using: &random)
    let (added, removed) = new.difference(from: old)
    #expect(old.subtracting(removed).union(added) == new)
    #expect(added.intersection(old).isEmpty)
    #expect(removed.subtracting(old).isEmpty)
    #expect(new.difference(from: new) == (.empty, .empty))
  }

  @Test func `Sets with the same members are equal`() {
    let a = MemberSet.numbered(1...5)
    let b = MemberSet.numbered(3...5).union(.numbered(1...2))
    #expect(a == b)
    #expect(a.hashValue == b.hashValue)
    #expect(Array(a) == a.ids)
    #expect(a[2] == .numbered(3))
  }
}
