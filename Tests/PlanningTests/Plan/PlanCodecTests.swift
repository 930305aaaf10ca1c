import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Plan files")
struct PlanCodecTests {
  private static func decode(_ bytes: [UInt8]) throws(PlanFileError) -> Plan {
    try PlanCodec.decode(bytes, file: "plan.json")
  }

  private static func decode(_ text: String) throws(PlanFileError) -> Plan { try decode(Array(text.utf8)) }

  private static func text(_ plan: Plan) throws -> String {
    String(decoding: try PlanCodec.encode(plan, guardrails: []), as: UTF8.self)
  }

  @Test func `A plan file matches its schema`() throws {
    let plan = try PlanExample.everything()
    let findings = Guardrails.findings(in: plan, overrides: GuardrailOverrides(maximumChanges: 3))
    try GoldenFile.expect(String(decoding: try PlanCodec.encode(plan, guardrails: findings), as: UTF8.self), is: "plan.json")
  }

  @Test func `A plan file of format 2 is still read, with its drift`() throws {
    let plan = try Self.decode(Array(try GoldenFile.bytes("plan-format-2.json")))
    let current = try PlanExample.everything()
    #expect(plan.id == current.id)
    #expect(plan.membersOfDeletedSegments == 40)
    for (old, new) in zip(plan.segments, current.segments) {
      #expect(old.add == new.add && old.remove == new.remove && old.newProfiles == new.newProfiles)
      for member in new.add {
        #expect(
          (old.notes.additions[member]?.cause == .removedOutside) == (new.notes.additions[member]?.cause == .removedOutside)
        )
      }
      for member in new.remove {
        #expect((old.notes.removals[member]?.cause == .addedOutside) == (new.notes.removals[member]?.cause == .addedOutside))
      }
    }
  }

  @Test func `A plan file of format 2 that was edited is refused`() throws {
    let text = String(decoding: try GoldenFile.bytes("plan-format-2.json"), as: UTF8.self)
    let edited = text.replacing("\"max_removals\" : \"25%\"", with: "\"max_removals\" : \"99%\"")
    #expect(edited != text)
    #expect(throws: PlanFileError.tampered(file: "plan.json")) { try Self.decode(edited) }
  }

  @Test func `A saved plan is read back unchanged`() throws {
    let plan = try PlanExample.everything()
    #expect(try Self.decode(try PlanCodec.encode(plan, guardrails: [])) == plan)
    let findings = Guardrails.findings(in: plan, overrides: GuardrailOverrides())
    #expect(!findings.isEmpty)
    #expect(try Self.decode(try PlanCodec.encode(plan, guardrails: findings)) == plan)
  }

  @Test(arguments: SeededRandom.seeds(100))
  func `Any saved plan is read back unchanged`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let plan = try World(using: &random).plan()
    let findings = Guardrails.findings(in: plan, overrides: GuardrailOverrides(maximumChanges: 1))
    let bytes = try PlanCodec.encode(plan, guardrails: findings)
    #expect(try Self.decode(bytes) == plan)
    #expect(try PlanCodec.encode(plan, guardrails: findings) == bytes)
  }

  @Test func `Texts that JSON must escape are read back unchanged`() throws {
    let description = "quote \" backslash \\ slash / tab \t line\nbreak \u{1} \u{7F} \u{2028} é 夏 👩‍👩‍👧"
    let plan = Sample.plan([try Sample.planned("\"Größe\" \\ / 夏", .create(description: description))])
    #expect(try Self.decode(try PlanCodec.encode(plan, guardrails: [])) == plan)
  }

  @Test func `Warnings are read back with their places but without their source lines, and are not part of the id`() throws {
    let plan = try PlanExample.everything()
    let warned = PlanExample.warned(plan)
    #expect(try Self.decode(try PlanCodec.encode(warned, guardrails: [])) == warned)
    #expect(warned.warnings.map(\.code) == ["member-kept", "apply-running"])
    #expect(warned.id == plan.id)
    #expect(try !Self.text(warned).contains("ada@"))
    #expect(try !Self.text(plan).contains("warnings"))
  }

  @Test func `A plan without a state has no state after it is read back`() throws {
    let header = PlanHeader(
      toolVersion: "1",
      createdAt: "t",
      validUntil: "2026-01-08T00:00:00Z",
      store: "s",
      configurationDigest: "d",
      state: nil
    )
    let plan = Plan(header: header, segments: [], unmanagedCount: 0)
    #expect(try Self.decode(try PlanCodec.encode(plan, guardrails: [])).header.state == nil)
  }

  @Test(arguments: [
    (#"{ "a" : [ 1 , 2 ] }"#, #"{"a":[1,2]}"#), ("\t{\r\n\"a\"\n:\t1}\n", #"{"a":1}"#), (#""a b\t c""#, #""a b\t c""#),
    (#"[ "a \" b" , "c" ]"#, #"["a \" b","c"]"#), (#"[ "a \\" , " b" ]"#, #"["a \\"," b"]"#),
    (#"[ "a \\\" b " , 1 ]"#, #"["a \\\" b ",1]"#), ("", ""), (" \n ", ""), (#" "open  "#, #""open  "#),
    ("[\u{A0}1]", "[\u{A0}1]"),
  ])
  func `Whitespace between values does not count, but whitespace in strings does`(text: String, expected: String) {
    #expect(String(decoding: PlanCodec.withoutBlanks(Array(text.utf8)), as: UTF8.self) == expected)
  }

  // MARK: tampering

  @Test(arguments: SeededRandom.seeds(20))
  func `A plan file with any changed byte is refused`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let original = try PlanCodec.encode(try PlanExample.everything(), guardrails: [])
    for _ in 1...100 {
      var bytes = original
      let position = Int.random(in: bytes.indices, using: &random)
      // Printable, so that not only the JSON parser is tested; blanks between values may change.
      bytes[position] = UInt8.random(in: UInt8(ascii: "!")...UInt8(ascii: "~"), using: &random)
      if bytes == original { continue }
      #expect(throws: PlanFileError.self, "byte \(position) of \(seed)") { try Self.decode(bytes) }
    }
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `A plan file that was cut off is refused`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let bytes = try PlanCodec.encode(try PlanExample.everything(), guardrails: [])
    // The line break at the end does not count.
    let end = Int.random(in: 0..<(bytes.count - 1), using: &random)
    #expect(throws: PlanFileError.notAPlan(file: "plan.json")) { try Self.decode(Array(bytes[..<end])) }
  }

  @Test func `A plan file may be reformatted`() throws {
    let plan = try PlanExample.everything()
    let text = try Self.text(plan)
    let onOneLine = text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    #expect(onOneLine.utf8.count < text.utf8.count)
    #expect(try Self.decode(onOneLine) == plan)
    #expect(try Self.decode(text.replacing("\n", with: "\r\n    ")) == plan)
  }

  @Test(arguments: [
    ("\"version\" : 3", "\"version\" : 3, \"note\" : \"looks fine\""),
    ("\"store\" : ", "\"store\" : \"another\", \"store\" : "),
    ("\"created_at\"", "\"createdAt\""), ("\"created_at\"", "\"created_At\""), ("\"serial\" : 4", "\"serial\" : 4.0"),
    ("\"serial\" : 4", "\"serial\" : 4e0"), ("\"allow_empty\" : true", "\"allow_empty\" : false"),
    ("\"max_removals\" : \"25%\"", "\"max_removals\" : \"99%\""), ("VIP", "V\\u0049P"),
  ])
  func `An edited plan file is refused, even if the edit is in a part that is not read`(old: String, new: String) throws {
    let text = try Self.text(try PlanExample.everything())
    let range = try #require(text.firstRange(of: old))
    let edited = text[..<range.lowerBound] + new + text[range.upperBound...]
    #expect(throws: PlanFileError.tampered(file: "plan.json")) { try Self.decode(String(edited)) }
  }

  // MARK: other files

  @Test(arguments: [
    "", "null", "[]", "{}", "version: 1", String(repeating: "[", count: 513), "{\"version\": 1}", "\u{0}\u{1}\u{2}",
    "{\"version\": \"3\", \"configuration_digest\": \"d\"}",
    "{\"version\": 3, \"serial\": 3, \"lineage\": \"l\", \"store\": \"s\", \"segments\": []}",
    "{\"version\": 3, \"configuration_digest\": \"d\"}",
  ])
  func `A file that is not a plan is refused with that reason`(text: String) {
    #expect(throws: PlanFileError.notAPlan(file: "plan.json")) { try Self.decode(text) }
  }

  @Test(arguments: [0, 4]) func `A file of another format is refused with that reason, whatever it contains`(version: Int) {
    #expect(throws: PlanFileError.version(file: "plan.json", found: version, newest: 3)) {
      try Self.decode("{\"version\": \(version), \"configuration_digest\": \"d\", \"segments\": 5}")
    }
  }

  @Test(arguments: [
    PlanFileError.notAPlan(file: "plan.json"), .version(file: "plan.json", found: 4, newest: 3), .tampered(file: "plan.json"),
    .contradictory(file: "plan.json"),
  ])
  func `Each refusal names the file and says what to do`(error: PlanFileError) throws {
    let diagnostic = try #require(error.diagnostics.first)
    #expect(error.diagnostics.count == 1)
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.summary.contains("plan.json"))
    #expect(try #require(diagnostic.detail).contains("segplan --out"))
  }
}
