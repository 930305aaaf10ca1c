import Diagnostics
import Reporting
import TestSupport
import Testing

@testable import Manifests

/// What people read when a list is wrong.
@Suite("Words for lists")
struct MemberListMessagesTests {
  @Test func `a bad line reads well`() {
    let text = "\(id(1))\nnot-an-id # Ada\n"
    #expect(
      DiagnosticReport(style: .plain).text(decode(text, "members/vip.txt").problems) == """
        members/vip.txt:2:1: error: "not-an-id" is not a shopper profile id
          2 | not-an-id # Ada
            | ^~~~~~~~~
          An id is a UUID: 32 hexadecimal digits with four hyphens, such as a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234. If the list is one of \
        customers, say so in the manifest: `as: customer_id` or `as: email`.

        """
    )
  }

  @Test(arguments: [
    MemberListProblem.empty, .noValues, .notText(.zeroByte), .cutOff, .packing(.notPacked), .packing(.cutOff),
    .packing(.corrupt("x")), .packing(.trailingBytes(2)), .packing(.tooLarge(limit: 9)), .packing(.bomb(growth: 9)), .noHeader,
    .unknownColumn("a", columns: ["b"]), .repeatedColumn("a"), .noKnownColumn(columns: ["b"]), .severalKnownColumns(["a", "b"]),
    .kindMissing(column: "a"), .columnOfText("a"), .badValue(.email, nil), .missingValue(.customerID),
    .fieldCount(1, expected: 2),
    .strayQuote, .openQuote, .repetitions(2, first: entry.range), .tooFew(1, minimum: 2), .tooMany(2, maximum: 1),
    .missingFile("a"),
    .noMatch("a"), .emptyPath, .upwardsBehindWildcard("a"), .outsideRoot(path: "a", root: "b"),
  ])
  func `every problem says what to do`(problem: MemberListProblem) throws {
    let diagnostic = problem.diagnostic(in: "vip.csv", at: entry.range, sourceLine: nil)
    let detail = try #require(diagnostic.detail)
    #expect(detail.hasSuffix(".") || detail.hasSuffix("--allow-outside"))
    #expect(!diagnostic.summary.hasSuffix("."))
    #expect(diagnostic.code != "bad-list")
  }

  @Test func `a header's column with an address in it is not shown`() {
    let problem = MemberListProblem.unknownColumn("id", columns: ["x", "ada@b.c"])
    #expect(problem.diagnostic(in: "a", at: entry.range, sourceLine: nil).detail == "Its columns are: \"x\", ….")
  }
}
