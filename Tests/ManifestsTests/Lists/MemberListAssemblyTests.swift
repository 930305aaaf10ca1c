import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("Lists of several files")
struct MemberListAssemblyTests {
  private static func problems(
    _ texts: [(path: String, text: String)],
    minimum: Int? = nil,
    maximum: Int? = nil
  ) throws -> [Diagnostic] {
    let files = try texts.map { try #require(decode($0.text, $0.path).file) }
    return makeEntry(MemberListRequest(pattern: "*", minimum: minimum, maximum: maximum)).problems(of: files)
  }

  private static func text(_ numbers: some Sequence<Int>) -> String { numbers.map { "\(id($0))\n" }.joined() }

  @Test func `repeated values are counted over all files, in one warning`() throws {
    let problems = try Self.problems([
      ("a.txt", Self.text([3, 1, 2])), ("b.csv", "customer_id\n7\n7\n"), ("c.txt", Self.text([4, 1, 1, 3])),
    ])
    #expect(places(problems) == ["c.txt:2:1 repeated-list-value"])
    #expect(problems.first?.severity == .warning)
    #expect(problems.first?.summary == "4 rows repeat an earlier value; this is the first one")
    #expect(problems.first?.detail == "The value is already listed at a.txt:2:1. Each value counts once.")
  }

  @Test func `addresses are compared without regard to case, and the warning does not show them`() throws {
    let problems = try Self.problems([("a.csv", "email\nAda@b.c\nada@b.c\n")], minimum: 1, maximum: 1)
    #expect(problems.count == 1)
    #expect(problems.first?.summary == "this value is already in the list")
    #expect(!"\(problems)".contains("ada"))
  }

  @Test func `too few or too many members are an error in the manifest that states their number`() throws {
    let texts = [("a.txt", Self.text([1, 2, 2])), ("b.txt", Self.text([2, 3]))]
    #expect(try Self.problems(texts, minimum: 3, maximum: 3).map(\.code) == ["repeated-list-value"])
    let few = try Self.problems(texts, minimum: 4)
    #expect(places(few) == ["a.txt:3:1 repeated-list-value", "m.yaml:7:15 too-few-listed"])
    #expect(few.last?.summary == "\"*\" lists 3 members, but `expect:` requires at least 4")
    let many = try Self.problems(texts, minimum: 1, maximum: 2)
    #expect(many.last?.summary == "\"*\" lists 3 members, but `expect:` allows at most 2")
  }

  @Test(arguments: SeededRandom.seeds(60))
  func `the repeated values are the same as those that a dictionary finds`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let count = Int.random(in: 1...200, using: &random)
    let highest = Int.random(in: 1...400, using: &random)
    var ids = (0..<count).map { _ in ShopperProfileID.numbered(Int.random(in: 1...highest, using: &random)) }
    if Bool.random(using: &random) { ids.sort() }
    var firsts: [ShopperProfileID: Int] = [:]
    var first: (again: Int, earlier: Int)?
    for (index, id) in ids.enumerated() {
      if let earlier = firsts[id] { first = first ?? (index, earlier) } else { firsts[id] = index }
    }
    let text = "# ids\n" + ids.map { "\($0)\n" }.joined()
    let problems = try Self.problems([("a.txt", text)], minimum: firsts.count, maximum: firsts.count)
    #expect(problems.count == (first == nil ? 0 : 1), "\(random)")
    guard let first else { return }
    #expect(places(problems) == ["a.txt:\(first.again + 2):1 repeated-list-value"], "\(random)")
    #expect(problems.first?.detail?.contains("at a.txt:\(first.earlier + 2):1.") == true, "\(random)")
  }
}
