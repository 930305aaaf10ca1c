import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("Places of members")
struct DeclaredMembersTests {
  @Test(arguments: SeededRandom.seeds(40))
  func `every place is kept, whatever the order of files, lines and columns is`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var members = DeclaredMembers<ShopperProfileID>()
    var expected: [SourcePosition] = []
    var files: [String] = []
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      let file = ["a", "b"].randomElement(using: &random) ?? ""
      let start = SourcePosition(line: Int.random(in: 1...50, using: &random), column: Int.random(in: 1...3, using: &random))
      let count = Int.random(in: 0...5, using: &random)
      if Bool.random(using: &random) {
        let places = (0..<count).map { SourcePosition(line: start.line + $0, column: start.column) }
        for place in places { members.append(.numbered(1), at: place, in: file) }
        expected += places
      } else {
        let lines = (0..<count).map { UInt32(start.line + $0) }
        members.append(contentsOf: lines.map { .numbered(Int($0)) }, lines: lines, in: file, .unlimited)
        expected += lines.map { SourcePosition(line: Int($0), column: 1) }
      }
      files += Array(repeating: file, count: count)
    }
    #expect(members.count == expected.count)
    #expect(members.subjects.indices.map { members.range(at: $0).start } == expected, "\(random)")
    #expect(members.subjects.indices.map { members.range(at: $0).file } == files, "\(random)")
  }
}
