import Diagnostics
import SegmentModel
import Testing

@testable import Manifests

struct ConfigurationAssemblyTests {
  private static func text(_ segments: String...) -> String {
    "version: 1\nsegments:\n" + segments.map { "  - {\($0), members: []}\n" }.joined()
  }

  @Test func `several manifests make one configuration, by name`() throws {
    let configuration = try #require(read(Self.text("name: C", "name: A"), Self.text("name: B")).configuration)
    #expect(configuration.segments.map(\.name.text) == ["A", "B", "C"])
    #expect(configuration.files == ["m1.yaml", "m2.yaml"])
  }

  @Test func `a segment that two manifests declare is an error at the second place, which names the first`() {
    let problems = read(Self.text("name: A"), Self.text("name: B", "name: A")).diagnostics.sorted
    #expect(problems.map(\.range?.description) == ["m2.yaml:4:12"])
    #expect(problems.map(\.detail) == ["The other declaration is at m1.yaml:3:12. Keep one of the two."])
  }

  @Test func `names that differ only in case are an error`() {
    #expect(codes(Self.text("name: Beta", "name: BETA")) == ["4:12 segment-declared-twice"])
  }

  @Test func `an id that is pinned twice is an error`() {
    let id = "d757a0a7-238c-4822-96df-7dfa02238784"
    #expect(codes(Self.text("name: A, id: \(id)", "name: B, id: \(id.uppercased())")) == ["4:12 segment-declared-twice"])
  }

  @Test func `one bad manifest prevents a configuration, and all problems are reported`() {
    let result = read(Self.text("name: A"), "version: 1\nsegments: [", "version: 9\nsegments: []")
    #expect(result.configuration == nil)
    #expect(Set(result.diagnostics.sorted.compactMap(\.range?.file)) == ["m2.yaml", "m3.yaml"])
  }
}
