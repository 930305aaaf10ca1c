import SegmentModel
import StateStorage
import TestSupport
import Testing

@Suite("Schema of states")
struct StateSchemaTests {
  private static let example = Sample.document(segments).succeeding(
    with: segments,
    toolVersion: "1",
    who: "ada@ci",
    changes: [SegmentTouch(segment: .numbered(1), name: "VIP", isComplete: true, removesMembers: true)],
    by: PlanID("p-" + String(repeating: "0a", count: 32)),
    run: "r"
  )
  private static let segments = [
    Sample.segment(1, "VIP", 1...3), Sample.segment(2, "Empty", 0..<0),
    RecordedSegment(
      id: .numbered(3),
      name: "Beta",
      mode: .additive,
      members: .numbered(1...2),
      unconfirmed: .numbered(7...8),
      sources: MemberSources(
        lookedUp: CustomerID(7).map { [LookedUpMember(profile: .numbered(1), customer: $0, isByEmail: true)] } ?? [],
        isComplete: false,
        files: ["crm/*.csv": ["crm/de.csv"]],
        liveCounts: ["Newsletter": 12]
      ),
      history: LiveHistory().adding(4, on: CalendarDay(daysSinceEpoch: 20_000))
    ),
  ]

  private static func problems(of texts: [[UInt8]]) async throws -> [String] {
    try await SchemaCheck.problems(of: texts, schema: "state.schema.json")
  }

  @Test func `States match the schema`() async throws {
    // Every length that base64 pads in another way.
    let lengths = Sample.document((0...6).map { Sample.segment($0, "S\($0)", 0..<$0) })
    let texts = [try StateCodec.encode(Self.example), try StateCodec.encode(lengths), try StateCodec.encode(Sample.document([]))]
    #expect(try await Self.problems(of: texts).isEmpty)
  }

  @Test(arguments: [
    ("\"version\" : 2", "\"version\" : 3"), ("\"serial\" : 5", "\"serial\" : 5, \"note\" : 1"),
    ("\"serial\" : 5", "\"serial\" : -5"), ("\"history_since\" : 0", "\"history_since\" : -1"), ("\"p-", "\"p"),
    ("\"complete\" : true", "\"complete\" : true, \"note\" : 1"),
    ("\"count\" : 3", "\"count\" : 3, \"note\" : 1"), ("\"count\" : 3", "\"count\" : \"3\""),
    ("\"mode\" : \"additive\"", "\"mode\" : \"exclusive\""), ("\"members\" : \"AAAA", "\"members\" : \"AAA"),
    ("\"sha256\" : \"", "\"sha256\" : \"0"), ("\"tool_version\"", "\"version_of_tool\""),
    ("\"lineage\" : \"2", "\"lineage\" : \""),
  ])
  func `Deviations from the schema are found`(old: String, new: String) async throws {
    let text = String(decoding: try StateCodec.encode(Self.example), as: UTF8.self)
    try #require(text.contains(old), "\(text)")
    #expect(try await !Self.problems(of: [Array(text.replacing(old, with: new).utf8)]).isEmpty)
  }
}
