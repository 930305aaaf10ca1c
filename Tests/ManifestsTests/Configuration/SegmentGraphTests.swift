import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

struct SegmentGraphTests {
  /// A manifest whose segments include and exclude others, written as `A: B C -D`.
  private static func manifest(_ lines: [String]) -> String {
    "version: 1\nsegments:\n"
      + lines.map { line in
        let parts = line.split(separator: " ").map(String.init)
        let includes = parts.dropFirst().filter { !$0.hasPrefix("-") }
        let excludes = parts.dropFirst().filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) }
        return "  - {name: \(parts[0]), members: [], include: [\(includes.joined(separator: ", "))], "
          + "exclude: [\(excludes.joined(separator: ", "))]}\n"
      }.joined()
  }

  @Test func `a segment comes after all segments that it includes or excludes`() throws {
    let configuration = try #require(read(Self.manifest(["A B -C", "B D", "C", "D C"])).configuration)
    #expect(configuration.groups.map(\.name.text) == ["C", "D", "B", "A"])
    #expect(configuration.segments.map(\.name.text) == ["A", "B", "C", "D"])
  }

  @Test(arguments: [
    (["A A"], "segment names itself"),
    (["A B", "B A"], "\"A\" → \"B\" → \"A\""),
    (["A B", "B -C", "C A", "D A"], "\"A\" → \"B\" → \"C\" → \"A\""),
  ])
  func `a cycle is shown in full`(lines: [String], words: String) throws {
    let problems = read(Self.manifest(lines)).diagnostics.sorted
    #expect(problems.map(\.code) == ["reference-cycle"])
    #expect(try #require(problems.first).summary.contains(words))
    #expect(problems.first?.sourceLine != nil)
  }

  @Test func `only the ends of a long cycle are shown`() throws {
    let lines = (0..<50).map { "S\($0) S\(($0 + 1) % 50)" }
    let problem = try #require(read(Self.manifest(lines)).diagnostics.sorted.first)
    #expect(problem.code == "reference-cycle")
    #expect(problem.summary.contains("\"S0\" → "))
    #expect(problem.summary.contains("\"…\""))
    #expect(problem.summary.hasSuffix("\"S0\""))
    #expect(problem.summary.split(separator: "→").count == SegmentGraph.maximumNamesOfCycle + 2)
  }

  @Test func `thousands of cycles and of unknown names are reported without filling the memory`() {
    let lines = (0..<3_000).map { "S\($0) S\(($0 + 1) % 3_000) S\($0 / 2) Nobody\($0)" }
    let problems = read(Self.manifest(lines)).diagnostics.sorted
    #expect(problems.count == ProblemCollector.maximumShown + 1)
    #expect(problems.last?.code == "more-errors")
  }

  @Test func `a chain of ten thousand segments is walked without recursion`() throws {
    let lines = (0..<10_000).map { $0 == 9_999 ? "S\($0)" : "S\($0) S\($0 + 1)" }
    let configuration = try #require(read(Self.manifest(lines)).configuration)
    #expect(configuration.groups.first?.name.text == "S9999")
    #expect(configuration.groups.last?.name.text == "S0")
  }

  @Test func `references to unknown, absent and declared live segments are errors`() {
    let text = """
      version: 1
      segments:
        - {name: Beta, members: []}
        - {name: Gone, ensure: absent}
        - name: A
          include: [Betta, Gone]
          exclude: [{live: Beta}, {live: Elsewhere}, {live: Elsewhere}]
      """
    #expect(
      codes(text) == ["6:15 unknown-segment", "6:22 reference-to-absent", "7:22 live-but-declared", "7:55 duplicate-reference"]
    )
    #expect(read(text).diagnostics.sorted.first?.suggestion == "Beta")
  }

  @Test func `segments of several manifests refer to each other`() throws {
    let one = "version: 1\nsegments: [{name: A, include: [B]}]"
    let other = "version: 1\nsegments: [{name: B, members: []}]"
    #expect(read(one, other).configuration != nil)
    #expect(read(one).configuration == nil)
  }
}
