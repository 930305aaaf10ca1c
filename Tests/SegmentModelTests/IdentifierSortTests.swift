import TestSupport
import Testing

@testable import SegmentModel

@Suite("Sorting of ids")
struct IdentifierSortTests {
  /// How ids are spread, from random ones to the worst for buckets.
  enum Spread: String, CaseIterable {
    case random
    case numbered
    case fewDifferent
    case sameUpperHalf
    case oneBitEach
    case descending
  }

  @Test(arguments: Spread.allCases, SeededRandom.seeds(12))
  func `The buckets give the same order as comparing`(spread: Spread, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let count = [0, 1, 2, 32, 33, 100, 1_000, 5_000, 40_000].randomElement(using: &random) ?? 0
    let ids = (0..<count).map { number in Self.id(spread, number: number, using: &random) }
    #expect(IdentifierSort.sorted(ids) == ids.sorted(), "\(spread), \(count) ids, \(random)")
    let unique = Set(ids).sorted()
    #expect(MemberSet(ids).ids == unique, "\(spread), \(count) ids, \(random)")
    #expect(MemberSet(ids.shuffled(using: &random)).ids == unique)
  }

  private static func id(_ spread: Spread, number: Int, using random: inout SeededRandom) -> ShopperProfileID {
    let bits =
      switch spread {
      case .random: UUIDBits(high: random.next(), low: random.next())
      case .numbered: UUIDBits(high: 0x4000, low: 0x8000_0000_0000_0000 | UInt64.random(in: 0...9_999, using: &random))
      case .fewDifferent:
        UUIDBits(high: UInt64.random(in: 0...2, using: &random) << 62, low: UInt64.random(in: 0...2, using: &random))
      case .sameUpperHalf: UUIDBits(high: 7, low: random.next())
      case .oneBitEach:
        number % 128 < 64
          ? UUIDBits(high: 1 << UInt64(number % 64), low: 0) : UUIDBits(high: 0, low: 1 << UInt64(number % 64))
      case .descending: UUIDBits(high: .max - UInt64(number), low: random.next())
      }
    return ShopperProfileID(bits: bits)
  }
}
