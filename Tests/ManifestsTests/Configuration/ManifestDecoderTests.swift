import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

struct ManifestDecoderTests {
  private static let vip = "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234"

  private static func segment(_ text: String) throws -> SegmentDeclaration {
    let configuration = try #require(read(text).configuration, "\(codes(text))")
    return try #require(configuration.segments.first)
  }

  @Test func `a segment has the values that its manifest declares`() throws {
    let segment = try Self.segment(
      manifest(
        """
        name: VIP customers
        id: d757a0a7-238c-4822-96df-7dfa02238784
        description: Spend above 5k a year
        mode: additive
        guardrails: {max_removals: 12}
        allow_empty: true
        members:
          - 00000000-0000-4000-8000-000000000002
          - 00000000-0000-4000-8000-000000000001
        """
      )
    )
    #expect(segment.name.text == "VIP customers")
    #expect(segment.id == SegmentID("d757a0a7-238c-4822-96df-7dfa02238784"))
    #expect(segment.description == "Spend above 5k a year")
    #expect(segment.mode == .additive)
    #expect(segment.presence == .present)
    #expect(segment.limits.removals == .count(12))
    #expect(segment.allowsEmpty)
    #expect(segment.members == .numbered([1, 2]))
    #expect(segment.range.description == "m.yaml:3:11")
  }

  @Test func `a segment with minimal keys is authoritative, present, and keeps the store's description`() throws {
    let segment = try Self.segment(manifest("name: A\nmembers: []"))
    #expect(segment.mode == .authoritative)
    #expect(segment.presence == .present)
    #expect(segment.description == nil)
    #expect(segment.limits == DeclaredLimits())
    #expect(!segment.allowsEmpty)
    #expect(segment.members.isEmpty)
  }

  @Test func `defaults fill in missing keys, only for their own document`() throws {
    let text = """
      version: 1
      defaults: {mode: additive, guardrails: {max_removals: 5%}}
      segments:
        - {name: A, members: []}
        - {name: B, members: [], mode: authoritative, guardrails: {max_removals: 7}}
      ---
      version: 1
      segments: [{name: C, members: []}]
      """
    let segments = try #require(read(text).configuration).segments
    #expect(segments.map(\.mode) == [.additive, .authoritative, .authoritative])
    #expect(segments.map(\.limits.removals) == [.percent(5), .count(7), nil])
  }

  @Test func `ids are read in any case, plain or quoted`() throws {
    let upper = Self.vip.uppercased()
    for written in [Self.vip, upper, "\"\(upper)\"", "'\(Self.vip)'"] {
      #expect(try Self.segment(manifest("name: A\nmembers: [\(written)]")).members.map(\.description) == [Self.vip])
    }
  }

  @Test func `a name or description may look like a number, a date or an id`() throws {
    let segment = try Self.segment(manifest("name: 2024\ndescription: 2024-12-31\nmembers: []"))
    #expect(segment.name.text == "2024")
    #expect(segment.description == "2024-12-31")
    let named = try Self.segment(manifest("name: \(Self.vip.uppercased())\nmembers: []"))
    #expect(named.name.text == Self.vip.uppercased())
  }

  @Test func `an empty description is a valid description`() throws {
    #expect(try Self.segment(manifest("name: A\ndescription: \"\"\nmembers: []")).description == "")
  }

  @Test func `a segment that is declared absent needs no members, and a list of members gives a warning`() throws {
    let segment = try Self.segment(manifest("name: A\nensure: absent"))
    #expect(segment.presence == .absent)
    #expect(codes(manifest("name: A\nensure: absent\nmembers: [\(Self.vip)]")) == ["5:14 members-of-absent-segment"])
  }

  @Test func `the place of a member is the first place where the manifest lists it`() throws {
    let text = manifest(
      """
      name: A
      members:
        - 00000000-0000-4000-8000-000000000002
        - "00000000-0000-4000-8000-000000000001"
        - 00000000-0000-4000-8000-000000000002
      """
    )
    let segment = try Self.segment(text)
    let ranges = segment.profiles.ranges(where: { _ in true }, .inForce, on: someDay)
    #expect(ranges[.numbered(2)]?.description == "m.yaml:5:9")
    #expect(ranges[.numbered(1)]?.description == "m.yaml:6:9")
    #expect(ranges[.numbered(3)] == nil)
    #expect(codes(text) == ["7:9 duplicate-member"])
  }

  @Test func `aliases and merge keys work, and nearer fields take precedence`() throws {
    let text = """
      version: 1
      segments:
        - &base
          name: A
          description: base
          mode: additive
          members: &list
            - 00000000-0000-4000-8000-000000000001
        - <<: *base
          name: B
          description: own
        - name: C
          members: *list
        - <<: [{name: D, mode: authoritative}, *base]
      """
    let segments = try #require(read(text).configuration, "\(codes(text))").segments
    #expect(segments.map(\.name.text) == ["A", "B", "C", "D"])
    #expect(segments.map(\.description) == ["base", "own", nil, "base"])
    #expect(segments.map(\.mode) == [.additive, .additive, .authoritative, .authoritative])
    #expect(segments.allSatisfy { $0.members == .numbered([1]) })
  }

  @Test(arguments: [
    ("name: A", "3:5 missing-key"),
    ("members: []", "3:5 missing-key"),
    ("name: A\nmembers:", "4:13 wrong-kind"),
    ("name: A\nmembers: ~", "4:14 wrong-kind"),
    ("name: A\nmembers: x", "4:14 wrong-kind"),
    ("name: A\nmembers: {a: b}", "4:14 wrong-kind"),
    ("name: A\nmembers: [[]]", "4:15 wrong-kind"),
    ("name: A\nmembers: [~]", "4:15 wrong-kind"),
    ("name: A\nmembers: [a3f1]", "4:15 bad-profile-id"),
    ("name: A\nmembers: []\nid: a3f1", "5:9 bad-segment-id"),
    ("name: A\nmembers: []\nid: []", "5:9 wrong-kind"),
    ("name: \"\"\nmembers: []", "3:11 bad-segment-name"),
    ("name: ' A'\nmembers: []", "3:11 bad-segment-name"),
    ("name: \"a\\tb\"\nmembers: []", "3:11 bad-segment-name"),
    ("name: ~\nmembers: []", "3:11 wrong-kind"),
    ("name: [A]\nmembers: []", "3:11 wrong-kind"),
    ("name: A\nmembers: []\nmode: exact", "5:11 bad-value"),
    ("name: A\nensure: gone", "4:13 bad-value"),
    ("name: A\nmembers: []\nallow_empty: yes", "5:18 wrong-kind"),
    ("name: A\nmembers: []\nallow_empty: 'true'", "5:18 wrong-kind"),
    ("name: A\nmembers: []\nguardrails: 25%", "5:17 wrong-kind"),
    ("name: A\nmembers: []\nguardrails: {max_removals: 101%}", "5:32 bad-removal-limit"),
    ("name: A\nmembers: []\nguardrails: {max_removals: -1}", "5:32 bad-removal-limit"),
    ("name: A\nmembers: []\nguardrails: {max_removal: 1}", "5:18 unknown-key"),
    ("name: A\nmemebers: []", "4:5 unknown-key"),
    ("name: A\nmembers: []\nmembers: []", "5:5 duplicate-key"),
    ("name: A\nmembers: []\n[a]: b", "5:5 wrong-kind"),
    ("name: A\nmembers: []\n<<: text", "5:9 wrong-kind"),
  ])
  func `a mistake has one problem, at its place`(segment: String, expected: String) {
    #expect(codes(manifest(segment)) == [expected])
    #expect(read(manifest(segment)).configuration == nil)
  }

  @Test(arguments: [
    ("", "1:1 empty-manifest"),
    ("---\n", "1:1 empty-manifest"),
    ("[]", "1:1 wrong-kind"),
    ("text", "1:1 wrong-kind"),
    ("segments: []", "1:1 missing-key"),
    ("version: 1", "1:1 missing-key"),
    ("version: 2\nsegments: [{name: A, members: []}]", "1:10 unknown-version"),
    ("version: '1'\nsegments: [{name: A, members: []}]", "1:10 unknown-version"),
    ("version: ~\nsegments: [{name: A, members: []}]", "1:10 wrong-kind"),
    ("version: 1\nsegments: {}", "2:11 wrong-kind"),
    ("version: 1\nsegments:", "2:10 wrong-kind"),
    ("version: 1\nsegments: [x]", "2:12 wrong-kind"),
    ("version: 1\nservices: {}\nsegments: [{name: A, members: []}]", "2:1 unknown-key"),
    ("version: 1\ndefaults: {ensure: absent}\nsegments: [{name: A, members: []}]", "2:12 unknown-key"),
  ])
  func `a mistake outside a segment has one problem, at its place`(text: String, expected: String) {
    #expect(codes(text).contains(expected))
    #expect(codes(text).filter { !$0.contains("no-segments") } == [expected])
    #expect(read(text).configuration == nil)
  }

  @Test func `a manifest without segments gives a warning`() {
    #expect(codes("version: 1\nsegments: []") == ["2:11 no-segments"])
    #expect(read("version: 1\nsegments: []").configuration?.segments.isEmpty == true)
  }

  @Test func `thousands of mistakes are counted, and a hundred are shown`() {
    let lines = (1...5_000).map { "      - wrong\($0)" }.joined(separator: "\n")
    let problems = read("version: 1\nsegments:\n  - name: A\n    members:\n\(lines)\n").diagnostics.sorted
    #expect(problems.count == 101)
    #expect(problems.last?.code == "more-errors")
    #expect(problems.last?.summary == "4900 more errors in this file are not shown")
  }

  @Test func `a problem in an anchor is reported once, however often the anchor is used`() {
    let text = "version: 1\nsegments:\n  - &a {name: A, members: [x]}\n  - {<<: *a, name: B}\n  - {<<: *a, name: C}\n"
    #expect(codes(text) == ["3:28 bad-profile-id"])
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `damaged manifests give problems or segments, but never a crash`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let segment = "name: A\nid: \(Self.vip)\nmembers: &m\n  - \(Self.vip)\n  - {<<: *m}\nguardrails: {max_removals: 3%}"
    let good = Array(manifest(segment).utf8)
    for _ in 0..<200 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.insert(Array("{}[]:-&*!|>'\"%@`#,? \n\t".utf8).randomElement(using: &random) ?? 0, at: index)
        }
      }
      var assembly = ConfigurationAssembly(LoadingOptions(day: someDay))
      assembly.add(SourceText(file: "m.yaml", bytes: bytes))
      let result = assembly.result()
      #expect((result.configuration == nil) == result.diagnostics.hasErrors, "\(random)")
    }
  }
}
