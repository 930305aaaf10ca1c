import Diagnostics
import SegmentModel
import Testing

@testable import Manifests

struct VariablesTests {
  private static let variables: Variables = {
    var variables = Variables(given: ["REGION": "eu", "BOTH": "given"])
    variables.declared = ["BOTH": "declared", "own": "mine", "tricky": "${REGION}"]
    return variables
  }()

  @Test(arguments: [
    ("VIP ${REGION}", "VIP eu"), ("${BOTH}${own}", "givenmine"), ("$${REGION}", "${REGION}"), ("$5 and $", "$5 and $"),
    ("${tricky}", "${REGION}"), ("", ""), ("$$${REGION}", "$${REGION}"),
  ])
  func `variables are replaced by their values, once`(text: String, expected: String) throws {
    #expect(try Self.variables.expand(text) == expected)
  }

  @Test(arguments: ["${", "${}", "${REGION", "${A B}", "${1}"])
  func `a variable without a name is an error`(text: String) {
    #expect(throws: ManifestProblem.malformedVariable) { try Self.variables.expand(text) }
  }

  @Test func `with thousands of variables, an unknown one gets no suggestion`() {
    let given = Dictionary(uniqueKeysWithValues: (0...1_000).map { ("V\($0)", "") })
    #expect(throws: ManifestProblem.unknownVariable("V", known: [])) { try Variables(given: given).expand("${V}") }
  }

  @Test func `a long value that is used many times does not fill the memory`() {
    let variables = Variables(given: ["LONG": String(repeating: "x", count: 1 << 19)])
    #expect(throws: Never.self) { try variables.expand("${LONG}${LONG}") }
    #expect(throws: ManifestProblem.textTooLong(limit: Variables.maximumText)) {
      try variables.expand(String(repeating: "${LONG}", count: 100_000))
    }
  }

  @Test func `names, descriptions, references and paths can have variables, but members and modes cannot`() throws {
    let text = """
      version: 1
      vars: {REGION: eu, YEAR: 2026}
      segments:
        - {name: "VIP ${REGION}", description: "of ${YEAR}", members: []}
        - {name: All, include: ["VIP ${REGION}"], exclude: [{live: "Staff ${REGION}"}]}
      """
    let segments = try #require(read(text).configuration, "\(codes(text))").segments
    #expect(segments.map(\.name.text) == ["All", "VIP eu"])
    #expect(segments[1].description == "of 2026")
    #expect(segments[0].group.excludes.map(\.target) == [.live("Staff eu")])
    #expect(codes(manifest("name: A\nmembers: ['${ID}']")) == ["4:15 bad-profile-id"])
  }

  private static func path(_ text: String, _ value: String) throws(ManifestProblem) -> String {
    try Variables(given: ["BRAND": value]).expandPath(text)
  }

  @Test(arguments: ["", " ", "\t", "\u{A0}"])
  func `an empty variable in a path is an error, so that it cannot match the lists of all brands`(value: String) {
    for text in ["lists/${BRAND}*.csv", "${BRAND}/x.csv", "${BRAND}", "a${BRAND}b"] {
      #expect(throws: ManifestProblem.emptyInPath("BRAND")) { try Self.path(text, value) }
    }
  }

  @Test(arguments: ["*", "a*", "?", "[a-z]", "a/b", "/etc", "../x", "**", "..", ".", "a\0", "a\nb", "]", "*\u{338}"])
  func `a value cannot widen a pattern or lead to another folder`(value: String) {
    #expect(throws: ManifestProblem.unfitForPath("BRAND")) { try Self.path("lists/${BRAND}/x.csv", value) }
  }

  @Test func `values cannot form two dots together, or a set in brackets with the path`() throws {
    let variables = Variables(given: ["A": ".", "B": "a-z"])
    #expect(throws: ManifestProblem.unfitForPath("A")) { try variables.expandPath("${A}${A}/x.csv") }
    #expect(throws: ManifestProblem.unfitForPath("A")) { try variables.expandPath("x/.${A}/x.csv") }
    #expect(throws: ManifestProblem.unfitForPath("B")) { try variables.expandPath("x/[${B}]*.csv") }
    #expect(throws: ManifestProblem.unfitForPath("B")) { try variables.expandPath("x/[!${B}]") }
    #expect(try variables.expandPath("../[ab]/${B}${A}csv") == "../[ab]/a-z.csv")
    #expect(try Self.path("/exports/**/$${x}-${BRAND}*.csv", "acme shop") == "/exports/**/${x}-acme shop*.csv")
  }

  @Test func `an unknown variable is an error at its place, with a suggestion`() throws {
    let problem = try #require(
      read("version: 1\nvars: {REGION: eu}\nsegments:\n  - {name: 'A ${REGOIN}', members: []}").diagnostics.sorted.first
    )
    #expect(problem.code == "unknown-variable")
    #expect(problem.suggestion == "REGION")
    #expect(problem.range?.description == "m.yaml:4:12")
  }

  @Test func `values must be texts with names that variables can have`() {
    #expect(
      codes("version: 1\nvars: {a-b: x, c: [1], d: ~}\nsegments: []").sorted()
        == [
          "2:19 wrong-kind", "2:27 wrong-kind", "2:8 bad-variable-name", "3:11 no-segments",
        ].sorted()
    )
  }
}
