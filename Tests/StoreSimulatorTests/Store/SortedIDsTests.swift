import SegmentModel
import TestSupport
import Testing

@testable import StoreSimulator

@Suite struct SortedIDsTests {
  @Test(arguments: SeededRandom.seeds(8))
  func `it agrees with a set through random changes`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var model: Set<ShopperProfileID> = Set(MemberSet.random(count: 3_000, highest: 9_000, using: &random))
    var ids = SortedIDs(MemberSet(model))
    for _ in 0..<6_000 {
      let id = ShopperProfileID.numbered(Int.random(in: 1...9_000, using: &random))
      if Bool.random(using: &random) {
        let isNew = ids.insert(id)
        #expect(isNew == model.insert(id).inserted)
      } else {
        let wasThere = ids.remove(id)
        #expect(wasThere == (model.remove(id) != nil))
      }
    }
    #expect(ids.count == model.count)
    #expect(ids.memberSet == MemberSet(model))
    #expect((1...9_000).allSatisfy { ids.contains(.numbered($0)) == model.contains(.numbered($0)) })
  }

  @Test(arguments: [1, 7, 250, 5_000])
  func `slices in a row are the whole set`(limit: Int) {
    let all = MemberSet.numbered(1...2_500)
    let ids = SortedIDs(all)
    let slices = stride(from: 0, to: 2_500, by: limit).map { ids.slice(offset: $0, limit: limit) }
    #expect(slices.dropLast().allSatisfy { $0.count == limit })
    #expect(slices.flatMap(\.self) == all.ids)
    #expect(ids.slice(offset: 2_500, limit: limit).isEmpty)
  }

  @Test func `it can be emptied and filled again`() {
    var ids = SortedIDs(MemberSet.numbered(1...2_000))
    let removals = (1...2_000).map { ids.remove(.numbered($0)) }
    #expect(removals.allSatisfy { $0 })
    #expect(ids.memberSet == .empty)
    #expect(!ids.contains(.numbered(1)))
    let isNew = ids.insert(.numbered(5))
    #expect(isNew)
    #expect(ids.memberSet == MemberSet.numbered([5]))
  }
}
