import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("Headers of CSV lists")
struct CSVHeaderTests {
  @Test func `an unknown column is reported with the nearest one and the list of all columns`() throws {
    let problem = try #require(decode("profile,customer id\n1,2\n", column: "profil", as: .customerID).problems.first)
    #expect(places([problem]) == ["m.yaml:7:15 unknown-column"])
    #expect(problem.summary == "\"vip.csv\" has no column \"profil\"")
    #expect(problem.suggestion == "profile")
    #expect(problem.detail == "Its columns are: \"profile\", \"customer id\".")
    #expect(problem.sourceLine == entry.sourceLine)
  }

  @Test func `a header without an end is refused before it fills the memory`() {
    let most = String(repeating: ",", count: CSVRow.maximumFields - 7) + "email"
    #expect(places(decode(most + "\n" + most + "@b.c\n").problems) == [])
    #expect(places(decode("x" + String(repeating: ",", count: 1 << 20) + "\n").problems) == ["vip.csv:1:1 too-many-columns"])
  }

  @Test(arguments: ["Email", " email ", "E-MAIL", "email_address", "Email Address", "EMAIL"])
  func `a known column is found in any case, whatever separates its words`(name: String) {
    #expect(decode("n,\(name)\n1,a@b.c\n").file?.kind == .email)
    #expect(decode("n,\(name)\n1,a@b.c\n", column: name.lowercased().filter { $0 != " " }).file?.kind == .email)
  }

  @Test func `the exact name of a column wins over one that differs in case`() {
    #expect(decode("ID,id\n1,2\n", column: "id", as: .customerID).file?.customers == CustomerID(2).map { [.id($0)] })
    #expect(places(decode("ID,id\n1,2\n", column: "Id", as: .customerID).problems) == ["m.yaml:7:15 repeated-column"])
  }

  @Test(arguments: [
    ("Customer ID,Email\n7,a@b.c\n", nil, MemberListKind.customerID),
    ("Email,shopper_profile_id\na@b.c,\(id(1))\n", nil, .shopperProfileID),
    ("Customer ID,Email\n7,a@b.c\n", MemberListKind.email, .email),
  ])
  func `of several known columns, as decides, then the profile, the number and the email`(
    text: String,
    kind: MemberListKind?,
    expected: MemberListKind
  ) {
    #expect(decode(text, as: kind).file?.kind == expected)
  }

  @Test(arguments: [
    ("customer_id;name, first\n7;x\n", nil), ("customer_id,\"a;b;c\"\n7,x\n", nil), ("a,b;customer_id\n1,2;7\n", nil),
    ("customer_id;n,m\n7;x\n", "customer_id"), ("\"a,b\"\tcustomer_id\nx\t7\n", nil), ("sep=;\ncustomer_id;a,email\n7;x\n", nil),
    ("\"sep=;\"\r\ncustomer_id;n\r\n7;x\r\n", nil),
  ])
  func `the header shows the delimiter, outside quotes`(text: String, column: String?) {
    #expect(decode(text, column: column).file?.customers == CustomerID(7).map { [.id($0)] })
  }

  @Test func `a header that two delimiters split needs one in the manifest`() throws {
    let text = "customer_id;email,x\n7;8,9\n"
    #expect(decode(text).file?.kind == .customerID, "only a semicolon gives a known column")
    let problem = try #require(decode("a;id,b\n7;8,9\n", column: "x", as: .customerID).problems.first)
    #expect(places([problem]) == ["m.yaml:7:15 ambiguous-delimiter"])
    #expect(problem.summary == "the header of \"vip.csv\" has 2 columns with comma, 2 columns with semicolon")
    #expect(decode("a,b;c\n1,2;3\n", column: "a", as: .customerID, delimiter: .comma).file?.lines == [2])
    #expect(decode("a,b;c\n1,2;3\n", column: "c", as: .customerID, delimiter: .semicolon).file?.lines == [2])
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

  @Test func `without a known column, or with several, segplan does not guess`() throws {
    let none = try #require(decode("id;name\n1;2\n").problems.first)
    #expect(none.code == "no-known-column")
    #expect(none.summary == "no column of \"vip.csv\" is named shopper_profile_id, customer_id or email")
    let unsplit = try #require(decode("id|name\n1|2\n").problems.first)
    #expect(unsplit.detail?.contains("A comma, a semicolon or a tab separates columns.") == true)
    let several = try #require(decode("email,n,Email Address\na@b.c,1,2\n").problems.first)
    #expect(several.code == "several-known-columns")
    #expect(several.summary == "\"vip.csv\" has the columns Email Address and email")
  }

  @Test func `a column with another name needs its kind`() {
    let problems = decode("id,n\n1,2\n", column: "id").problems
    #expect(places(problems) == ["m.yaml:7:15 kind-missing"])
    #expect(problems.first?.detail == "Set `as:` to shopper_profile_id, customer_id or email.")
  }

  @Test func `a name that two columns have is an error`() {
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
