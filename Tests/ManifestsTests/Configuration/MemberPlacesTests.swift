import Diagnostics
import TestSupport
import Testing

@testable import Manifests

@Suite("Places of members")
struct MemberPlacesTests {
  @Test(arguments: SeededRandom.seeds(40))
  func `every place is kept, whatever order lines and columns have`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var places = MemberPlaces()
    var expected: [SourcePosition] = []
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      let start = SourcePosition(line: Int.random(in: 1...50, using: &random), column: Int.random(in: 1...3, using: &random))
      let count = Int.random(in: 0...5, using: &random)
      let stretch = (0..<count).map { SourcePosition(line: start.line + $0, column: start.column) }
      switch Int.random(in: 0..<2, using: &random) {
      case 0: for place in stretch { places.append(line: place.line, column: place.column) }
      default:
        var others = MemberPlaces()
        for place in stretch { others.append(line: place.line, column: place.column) }
        places.append(contentsOf: others)
      }
      expected += stretch
    }
    #expect(places.count == expected.count)
    #expect((0..<places.count).map { places[$0] } == expected, "\(random)")
  }
}
