import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Schema of plan files")
struct PlanSchemaTests {
  private static let schema = "plan.schema.json"

  private static func problems(of texts: [[UInt8]]) async throws -> [String] {
    try await SchemaCheck.problems(of: texts, schema: schema)
  }

  @Test func `Plans of every kind match the schema`() async throws {
    var random = SeededRandom(seed: UInt64.random(in: .min ... .max))
    var texts: [[UInt8]] = []
    let everything = try PlanExample.everything()
    let overrides = GuardrailOverrides(maximumChanges: 1)
    texts.append(try PlanCodec.encode(PlanExample.warned(everything), guardrails: []))
    texts.append(try PlanCodec.encode(everything, guardrails: Guardrails.findings(in: everything, overrides: overrides)))
    for _ in 1...50 {
      let plan = try World(using: &random).plan()
      texts.append(try PlanCodec.encode(plan, guardrails: Guardrails.findings(in: plan, overrides: overrides)))
    }
    let stateless = PlanHeader(
      toolVersion: "1.2.3",
      createdAt: Sample.header.createdAt,
      validUntil: nil,
      store: "abc123",
      configurationDigest: ConfigurationDigest().text,
      state: nil
    )
    texts.append(try PlanCodec.encode(Plan(header: stateless, segments: [], unmanagedCount: 0), guardrails: []))
    #expect(try await Self.problems(of: texts).isEmpty, "\(random)")
  }

  @Test(arguments: [
    ("\"version\" : 3", "\"version\" : 4"), ("\"version\" : 3", "\"version\" : 3, \"note\" : 1"),
    ("\"version\" : 3", "\"version\" : 1"), ("\"valid_until\" : \"", "\"valid_until\" : \"about "),
    ("\"allow_empty\" : false", "\"allow_empty\" : false, \"note\" : 1"), ("\"serial\" : 4", "\"serial\" : -1"),
    ("\"serial\" : 4", "\"serial\" : 4, \"note\" : 1"), ("\"segments_to_create\" : 1", "\"segments_to_create\" : \"1\""),
    ("\"count\" : 12", "\"count\" : 12, \"note\" : 1"), ("\"from\" : \"Vips\"", "\"from\" : \"Vips\", \"note\" : 1"),
    ("\"segment_vanished\" : false", "\"segment_vanished\" : false, \"note\" : 1"),
    ("\"confirmable\" : true", "\"confirmable\" : true, \"note\" : 1"), ("\"mode\" : \"additive\"", "\"mode\" : \"exclusive\""),
    ("\"25%\"", "\"101%\""), ("\"25%\"", "\"many\""), ("\"digest\" : \"sha256:", "\"digest\" : \"md5:"),
    ("2026-04-01T08:00:00Z", "yesterday"), ("-000000000001\"", "-00000000000A\""),
  ])
  func `Deviations from the schema are found`(old: String, new: String) async throws {
    let plan = try PlanExample.everything()
    let bytes = try PlanCodec.encode(plan, guardrails: Guardrails.findings(in: plan, overrides: GuardrailOverrides()))
    let text = String(decoding: bytes, as: UTF8.self)
    try #require(text.contains(old), "\(text)")
    #expect(try await !Self.problems(of: [Array(text.replacing(old, with: new).utf8)]).isEmpty)
  }
}
