import Diagnostics
import Reporting
import TestSupport
import Testing

@testable import Manifests

/// What people read when a list is wrong.
@Suite("Messages about lists")
struct MemberListMessagesTests {
  @Test func `the message about a bad line matches the golden file`() {
    let text = "\(id(1))\nnot-an-id # Ada\n"
    #expect(
      DiagnosticReport(style: .plain).text(decode(text, "members/vip.txt").problems) == """
        members/vip.txt:2:1: error: "not-an-id" is not a shopper profile id
          2 | not-an-id # Ada
            | ^~~~~~~~~
          An id is a UUID: 32 hexadecimal digits with four hyphens, such as a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234. If the list names \
        customers, set `as: customer_id` or `as: email` in the manifest.

        """
    )
  }

  @Test(arguments: [
    ManifestProblem.emptyList, .noValues, .listNotText("it has a zero byte"), .listCutOff, .notPacked, .packedListCutOff,
    .packedListDamaged("x"), .bytesBehindPackedList(2), .unpackedListTooLarge(limit: 9), .gzipBomb(growth: 9),
    .noHeader(in: "c"), .tooManyColumns(limit: 9), .unknownColumn("a", columns: ["b"], in: "c"), .repeatedColumn("a", in: "c"),
    .noKnownColumn(columns: ["b"], in: "c"), .severalKnownColumns(["a", "b"], in: "c"), .kindMissing(column: "a", in: "c"),
    .columnsOfText("where", in: "c"), .hiddenInHeader("\u{200B}"), .badValue(nil, of: .email, damage: nil),
    .badValue("4.53E+05", of: .customerID, damage: SpreadsheetValue.damage("4.53E+05", of: .customerID)),
    .badValue("4.527", of: .customerID, damage: SpreadsheetValue.damage("4.527", of: .customerID)), .tornEnd,
    .foreignFormat(.excel), .foreignFormat(.html), .ambiguousDelimiter([("comma", 2), ("tab", 3)], in: "c"),
    .noRowKept(of: 1, in: "c"), .tooFewFiles(["a"], minimum: 2, in: "*"),
    .hiddenInValue("\u{200B}", of: .email), .missingValue(.customerID), .fieldCount(1, expected: 2, .semicolon), .strayQuote,
    .openQuote,
    .repeatedValues(2, first: entry.range), .tooFew(1, minimum: 2, in: "c"), .tooMany(2, maximum: 1, in: "c"),
    .missingFile("a"), .noMatch("a"), .emptyPath, .upwardsBehindWildcard("a"), .outsideRoot(path: "a", root: "b"),
  ])
  func `every problem says what to do`(problem: ManifestProblem) throws {
    let detail = try #require(problem.detail)
    #expect(detail.hasSuffix(".") || detail.hasSuffix("--allow-outside"))
    #expect(!problem.summary.hasSuffix("."))
  }

  @Test func `the name of a column that contains an address is not shown`() {
    let problem = ManifestProblem.unknownColumn("id", columns: ["x", "ada@b.c"], in: "a")
    #expect(problem.detail == "Its columns are: \"x\", ….")
  }
}
