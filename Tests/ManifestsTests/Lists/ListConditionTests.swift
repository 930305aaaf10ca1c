import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("Conditions of lists")
struct ListConditionTests {
  private static let vip = [MemberListCondition(column: "group", values: ["VIP"])]

  @Test func `a value counts after trimming, in quotes, and in its exact case`() {
    let text = "customer_id,group\n1,VIP\n2, VIP\u{A0}\n3,\"VIP\"\n4,vip\n5,VIP 2\n6,\n7,\"\"\"VIP\"\"\"\n"
    #expect(decode(text, where: Self.vip).file?.lines == [2, 3, 4])
    #expect(decode(text, where: [MemberListCondition(column: "group", values: ["", "\"VIP\""])]).file?.lines == [7, 8])
  }

  @Test func `a row that is not kept needs no value, but all its fields`() {
    let text = "customer_id,group\n1,VIP\nnone,B\n,C\n2,B,x\n3\n"
    #expect(places(decode(text, where: Self.vip).problems) == ["vip.csv:5:1 bad-row", "vip.csv:6:1 bad-row"])
    #expect(decode("customer_id,group\nnone,B\n1,VIP\n", where: Self.vip).file?.lines == [3])
  }

  @Test func `a column that is missing or stands twice is an error, and so is its invisible twin`() {
    let missing = decode("customer_id,groups\n1,VIP\n", where: Self.vip).problems
    #expect(places(missing) == ["m.yaml:7:15 unknown-column"])
    #expect(missing.first?.suggestion == "groups")
    #expect(places(decode("customer_id,group,group\n1,VIP,x\n", where: Self.vip).problems) == ["m.yaml:7:15 repeated-column"])
    #expect(places(decode("customer_id,gr\u{AD}oup\n1,VIP\n", where: Self.vip).problems) == ["vip.csv:1:15 bad-header"])
    #expect(decode("id,x\n1,VIP\n", where: Self.vip).problems.map(\.code) == ["no-known-column", "unknown-column"])
  }

  @Test func `a filter that keeps no row of all files is an error that shows no value`() throws {
    let request = MemberListRequest(pattern: "*.csv", minimum: 1, conditions: Self.vip)
    func problems(_ texts: [String]) throws -> [Diagnostic] {
      makeEntry(request).problems(of: try texts.map { try #require(decode($0, where: Self.vip).file) })
    }
    #expect(try problems(["customer_id,group\n1,A\n", "customer_id,group\n1,VIP\n"]).isEmpty)
    let none = try problems(["customer_id,group\n1,A\n2,B\n", "customer_id,group\n3,C\n"])
    #expect(places(none) == ["m.yaml:7:15 no-row-kept"])
    #expect(none.first?.summary == "`where:` keeps none of the 3 rows of \"*.csv\"")
  }

  @Test func `plain text has no columns to filter by`() {
    #expect(places(decode("1\n", "vip.txt", as: .customerID, where: Self.vip).problems) == ["m.yaml:7:15 column-of-text"])
    #expect(places(decode("1\n", "vip.txt", as: .customerID, delimiter: .tab).problems) == ["m.yaml:7:15 column-of-text"])
  }

  @Test(arguments: [
    ("4527", true), ("4527\n", false), ("4527 # Ada", false), ("# none", false), ("4527\r", false),
  ])
  func `a last number that no line break ends may be torn, unless a minimum is expected`(end: String, isTorn: Bool) throws {
    let file = try #require(decode("17\n\(end)", "vip.txt", as: .customerID).file)
    #expect(file.tornEnd?.description == (isTorn ? "vip.txt:2:1" : nil))
    let entries = [nil, 1].map { makeEntry(MemberListRequest(pattern: "*", minimum: $0)) }
    #expect(entries.map { $0.problems(of: [file]).map(\.code) } == [isTorn ? ["list-end-unproven"] : [], []])
    #expect(entries[0].problems(of: [file]).allSatisfy { $0.severity == .warning })
  }

  @Test(arguments: [
    ("customer_id\n4527", "vip.csv:2:1"), ("n,email\n1,a@b.c", "vip.csv:2:3"), ("n,email\n1,\"a@b.c\"", nil),
    ("customer_id,n\n4527,1", nil), ("n,shopper_profile_id\n1,\(id(1))", nil), ("customer_id,group\n1,VIP", nil),
  ])
  func `a last row is torn only in a value that is read`(text: String, place: String?) throws {
    #expect(try #require(decode(text).file).tornEnd?.description == place)
  }

  @Test func `a last row that may be torn in the column of a condition is noted, even if it is not kept`() throws {
    for value in ["VIP", "VI", "\"VIP\""] {
      let file = try #require(decode("customer_id,group\n1,VIP\n2,\(value)", where: Self.vip).file)
      #expect((file.tornEnd != nil) == (value.first != "\""), "\(value)")
    }
  }
}
