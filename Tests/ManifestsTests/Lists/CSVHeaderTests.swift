import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("Headers of CSV lists")
struct CSVHeaderTests {
  @Test func `an unknown column is reported with the nearest one and the list of all`() throws {
    let problem = try #require(decode("profile,customer id\n1,2\n", column: "profil", as: .customerID).problems.first)
    #expect(places([problem]) == ["m.yaml:7:15 unknown-column"])
    #expect(problem.summary == "\"vip.csv\" has no column \"profil\"")
    #expect(problem.suggestion == "profile")
    #expect(problem.detail == "Its columns are: \"profile\", \"customer id\".")
    #expect(problem.sourceLine == entry.sourceLine)
  }

  @Test func `a header that never ends is refused before it fills the memory`() {
    let most = String(repeating: ",", count: CSVHeader.maximumColumns - 7) + "email"
    #expect(places(decode(most + "\n" + most + "@b.c\n").problems) == [])
    #expect(places(decode(String(repeating: ",", count: 1 << 20) + "\n").problems) == ["vip.csv:1:1 too-many-columns"])
  }

  @Test func `names of columns are compared exactly`() {
    #expect(places(decode("Email\na@b.c\n", column: "email").problems) == ["m.yaml:7:15 unknown-column"])
    #expect(places(decode(" email\na@b.c\n").problems) == ["m.yaml:7:15 no-known-column"])
  }

  @Test(arguments: [
    ("email\u{200B}\na@b.c\n", "vip.csv:1:6 bad-header"), ("n,\u{FEFF}email\n1,a@b.c\n", "vip.csv:1:3 bad-header"),
    ("email,\u{AD}email\na@b.c,x\n", "vip.csv:1:7 bad-header"), ("customer\u{200D}_id\n7\n", "vip.csv:1:9 bad-header"),
    ("email\u{A0}\na@b.c\n", "vip.csv:1:6 bad-header"),
  ])
  func `a header with an invisible character is an error at its column`(text: String, place: String) {
    #expect(places(decode(text).problems) == [place])
    #expect(
      places(decode("\u{FEFF}email,na\u{AD}me\na@b.c,x\n").problems).isEmpty,
      "of a column that nobody reads it does not matter"
    )
  }

  @Test(arguments: [
    ("email\njo\u{200B}e@b.c\n", "vip.csv:2:3 bad-row", "U+200B"), ("email\n\"a@b.c\u{A0}\"\n", "vip.csv:2:7 bad-row", "U+00A0"),
    ("customer_id\n\u{FEFF}12\n", "vip.csv:2:1 bad-row", "U+FEFF"),
    ("shopper_profile_id,n\n00000000-0000-4000-8000-000000000001\u{200E},x\n", "vip.csv:2:37 bad-row", "U+200E"),
  ])
  func `a value with an invisible character is an error at its column`(text: String, place: String, name: String) throws {
    let problem = try #require(decode(text).problems.first)
    #expect(places([problem]) == [place])
    #expect(problem.summary.contains(name))
    #expect(!"\(problem)".contains("@b"))
    let lines = text.split(separator: "\n").dropFirst().joined(separator: "\n").filter { $0 != "\"" }.split(separator: ",")[0]
    let kind = MemberListKind(rawValue: String(text.prefix { $0.isLetter || $0 == "_" }))
    #expect(decode("\n\(lines)\n", "vip.txt", as: kind).problems.first?.summary.contains(name) == true)
  }

  @Test func `without a known column, or with several, nothing is guessed`() throws {
    let none = try #require(decode("id;name\n1;2\n").problems.first)
    #expect(none.code == "no-known-column")
    #expect(none.detail?.contains("Commas separate columns.") == true)
    #expect(none.summary == "no column of \"vip.csv\" is named shopper_profile_id, customer_id or email")
    let several = try #require(decode("email,n,customer_id\na@b.c,1,2\n").problems.first)
    #expect(several.code == "several-known-columns")
    #expect(several.summary == "\"vip.csv\" has the columns customer_id and email")
  }

  @Test func `a column of another name needs its kind`() {
    let problems = decode("id,n\n1,2\n", column: "id").problems
    #expect(places(problems) == ["m.yaml:7:15 kind-missing"])
    #expect(problems.first?.detail == "Set `as:` to shopper_profile_id, customer_id or email.")
  }

  @Test func `a name that two columns have is a problem`() {
    #expect(places(decode("email,email\na@b.c,d@e.f\n").problems) == ["m.yaml:7:15 repeated-column"])
    #expect(places(decode("id,id\n1,2\n", column: "id", as: .customerID).problems) == ["m.yaml:7:15 repeated-column"])
    #expect(decode("x,x,customer_id\n1,2,3\n").problems.isEmpty)
  }

  @Test(arguments: ["\(id(1))\n\(id(2))\n", "ada@example.com\nbob@example.com\n", "17\n18\n", "ada,\(id(1))\nbob,\(id(2))\n"])
  func `a first row of values is not a header, and is not shown`(text: String) {
    for column in [nil, "email"] {
      let problems = decode(text, column: column).problems
      #expect(places(problems) == ["vip.csv:1:1 no-header"])
      #expect(!"\(problems)".contains("ada") && !"\(problems)".contains("0000"))
    }
  }

  @Test func `a header may be quoted, follow blank lines, and have names in any script`() {
    #expect(decode("\n  \n\"shopper_profile_id\"\n\(id(1))\n").file?.lines == [4])
    #expect(decode("\u{FEFF}\n  \n\n \n\n\"shopper_profile_id\"\n\(id(1))\n").file?.lines == [7])
    #expect(decode("\n  \n\n \n\n").problems.map(\.code) == ["empty-list"])
    let text = "\"Kunde, \"\"neu\"\"\",\"größe\nb\"\n1,2\n"
    #expect(decode(text, column: "Kunde, \"neu\"", as: .customerID).file?.lines == [3])
    #expect(decode(text, column: "größe\nb", as: .customerID).file?.customers == CustomerID(2).map { [.id($0)] })
  }

  @Test func `a header with a stray quote is not read`() {
    #expect(places(decode("a,b\"c\n1,2\n", column: "a", as: .customerID).problems) == ["vip.csv:1:4 bad-row"])
  }

  @Test func `a file with only a header is not a list`() {
    for text in ["email\n", "email,n\r\n\r\n \n"] {
      let problems = decode(text).problems
      #expect(places(problems) == ["vip.csv:1:1 empty-list"])
      #expect(problems.first?.detail?.contains("would empty the segment") == true)
    }
  }
}
