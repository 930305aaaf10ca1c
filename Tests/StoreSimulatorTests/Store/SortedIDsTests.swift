import SegmentModel
import TestSupport
import Testing

@testable import StoreSimulator

@Suite struct SortedIDsTests {
  @Test(arguments: SeededRandom.seeds(8))
  func `random changes give the same ids as a set`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var model: Set<ShopperProfileID> = Set(MemberSet.random(count: 3_000, highest: 9_000, using: &random))
    var ids = SortedIDs(ascendingUnique: MemberSet(model).ids)
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
    #expect(ids.ids == MemberSet(model).ids)
    #expect((1...9_000).allSatisfy { ids.contains(.numbered($0)) == model.contains(.numbered($0)) })
  }

  @Test func `ids are in ascending order`() {
    var ids = SortedIDs<ShopperProfileID>()
    for number in [5, 1, 9, 5, 3] { _ = ids.insert(.numbered(number)) }
    #expect(ids.ids == [.numbered(1), .numbered(3), .numbered(5), .numbered(9)])
  }

  @Test(arguments: [1, 7, 250])
  func `all pages together are the whole list`(limit: Int) throws {
    let all = Array(1...1_200)
    let pages = try (1...1_201).map { try Page(PageRequest(number: $0, limit: limit), of: all) }
    #expect(pages.flatMap(\.records) == all)
    #expect(pages.prefix(1_200 / limit).allSatisfy { $0.records.count == limit && $0.total == 1_200 })
  }

  @Test func `a set can be emptied and filled again`() {
    var ids = SortedIDs(ascendingUnique: MemberSet.numbered(1...2_000).ids)
    let removals = (1...2_000).map { ids.remove(.numbered($0)) }
    #expect(removals.allSatisfy { $0 })
    #expect(ids.ids.isEmpty)
    #expect(!ids.contains(.numbered(1)))
    let isNew = ids.insert(.numbered(5))
    #expect(isNew)
    #expect(ids.ids == [.numbered(5)])
  }
}
