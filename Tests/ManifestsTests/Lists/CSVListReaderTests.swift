import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("CSV lists")
struct CSVListReaderTests {
  @Test func `the column whose name is a known kind is read`() throws {
    let text = "n,shopper_profile_id,name\n1,\(id(1)),Ada\n2,\(id(2).uppercased()),\n"
    let file = try #require(decode(text).file)
    #expect(file.kind == .shopperProfileID)
    #expect(file.profiles == [.numbered(1), .numbered(2)])
    #expect(file.lines == [2, 3])
    #expect(decode("customer_id\n7\n").file?.customers == CustomerID(7).map { [.id($0)] })
    #expect(decode("x,email\n1,A@b.c\n").file?.customers == EmailAddress("a@b.c").map { [.email($0)] })
  }

  @Test func `any column is read if the manifest gives its kind`() throws {
    let text = "shopper_profile_id,ref,email\n\(id(1)),\(id(2)),a@b.c\n"
    #expect(decode(text, column: "ref", as: .shopperProfileID).file?.profiles == [.numbered(2)])
    #expect(decode(text, column: "shopper_profile_id").file?.profiles == [.numbered(1)])
    #expect(decode(text, column: "email").file?.kind == .email)
    // What the manifest says wins over the column's name.
    #expect(decode("email\n\(id(3))\n", as: .shopperProfileID).file?.profiles == [.numbered(3)])
  }

  @Test func `quotes, commas and line breaks in fields are read as in RFC 4180`() throws {
    let text = """
      \u{FEFF}"name","shopper_profile_id",note\r
      "Lovelace, Ada","\(id(1))","says ""hi""
      and more"\r

      ,\(id(2)),""\r
      "a
      b
      ",\(id(3)),\r
        \t
      "","\(id(4))","\u{1F600}"

      """
    let file = try #require(decode(text).file, "\(decode(text).problems)")
    #expect(file.profiles == [1, 2, 3, 4].map { .numbered($0) })
    #expect(file.lines == [2, 5, 6, 10])
  }

  @Test func `spaces around a value do not count, and doubled quotes become one`() {
    let text = "email,x\n a@b.c ,1\n\" d@e.f\t\",2\n\"\"\"q\"\"@e.f\",3\n"
    let expected = ["a@b.c", "d@e.f", "\"q\"@e.f"].compactMap { EmailAddress($0).map { CustomerReference.email($0) } }
    #expect(decode(text).file?.customers == expected)
  }

  @Test func `bad rows are reported with their places`() {
    let text = """
      n,shopper_profile_id
      1,\(id(1))
      2
      3,\(id(3)),x
      é,nope
      5,
      "6",\(id(6))"
      7,"\(id(7))"x
      "8
      ", "\(id(8))"
      9,"
      nope"
      10,\(id(10))

      """
    #expect(
      places(decode(text).problems) == [
        "vip.csv:3:1 bad-row", "vip.csv:4:1 bad-row", "vip.csv:5:3 bad-row", "vip.csv:6:3 bad-row", "vip.csv:7:41 bad-row",
        "vip.csv:8:41 bad-row", "vip.csv:10:4 bad-row", "vip.csv:11:4 bad-row",
      ]
    )
  }

  @Test func `the line is shown if the file has only that column and no address`() {
    let one = decode("shopper_profile_id\nnope\n").problems
    #expect(one.first?.sourceLine == "nope")
    #expect(one.first?.summary == "\"nope\" is not a shopper profile id")
    for text in ["shopper_profile_id,name\nnope,Ada\n", "shopper_profile_id\nada@b.c\n", "email\nada\n"] {
      let problems = decode(text).problems
      #expect(problems.count == 1)
      #expect(!"\(problems)".lowercased().contains("ada"))
      #expect(problems.first?.sourceLine == nil)
    }
  }

  @Test func `a quote that never closes is reported where it opens`() {
    let text = "shopper_profile_id,x\n\(id(1)),1\n\(id(2)),\"a\n\(id(3)),3\n"
    #expect(places(decode(text).problems) == ["vip.csv:3:38 open-quote"])
    #expect(places(decode("\"shopper_profile_id\n\(id(1))\n").problems) == ["vip.csv:1:1 open-quote"])
  }

  @Test func `the fields of a row are counted, even with a single column`() {
    let problems = decode("shopper_profile_id\n\(id(1)),\n\(id(2)),x,y\n").problems
    #expect(places(problems) == ["vip.csv:2:1 bad-row", "vip.csv:3:1 bad-row"])
    #expect(
      problems.map(\.summary) == ["the row has 2 fields, and the header has 1", "the row has 3 fields, and the header has 1"]
    )
  }

  @Test func `an empty value in quotes is a bad row, not a blank line`() {
    #expect(decode("shopper_profile_id\n\"\"\n").problems.first?.summary == "the row has no shopper profile id")
  }

  @Test func `a carriage return ends a line, and is data in quotes`() {
    #expect(decode("shopper_profile_id\r\(id(1))\r\(id(2))\r\n\r\r\(id(3))").file?.lines == [2, 3, 6])
    #expect(decode("n,shopper_profile_id\r\"a\rb\",\(id(1))\r\"a\r\nb\n\",\(id(2))\r1,\(id(3))\r").file?.lines == [2, 4, 7])
    #expect(places(decode("n,shopper_profile_id\r1,\(id(1))\r2,x\r").problems) == ["vip.csv:3:3 bad-row"])
  }

  @Test func `rows of separators only are blank, unless they have quotes`() {
    let text = ";;\n \u{A0};\t;\nn;customer_id;x\n;;\n1;7;\n;\n;;;;\n\u{202F};;\n"
    #expect(decode(text).file?.lines == [5])
    #expect(places(decode("customer_id,n\n\"\",\n").problems) == ["vip.csv:2:2 bad-row"])
  }

  @Test(arguments: [
    ("4527.0", 4527), ("4527,00", 4527), ("'4527", 4527), ("'4527'", 4527), ("\u{A0}4527\u{202F}", 4527), ("=\"4527\"", 4527),
    ("007", 7),
    ("4527.000", nil), ("4,527", nil), ("4.527", nil), ("4527.5", nil), ("4.53E+05", nil), ("4.527E+03", nil), ("4527e0", nil),
    ("4'527", nil), ("=4527", nil), ("=\"\"", nil), ("''4527", nil), ("+4527", nil), (".0", nil), ("4\u{A0}527", nil),
    ("\u{200B}4527", nil),
  ])
  func `a number that a spreadsheet damaged is read only if it is clear`(written: String, number: Int?) {
    for text in ["\(written)\n", "n;customer_id\n1;\(written)\n"] {
      let read = decode(text, text.hasPrefix("n;") ? "vip.csv" : "vip.txt", as: .customerID)
      #expect(read.file?.customers == number.flatMap { CustomerID($0) }.map { [.id($0)] }, "\(written)")
      #expect(number != nil || read.problems.count == 1, "\(written)")
    }
  }

  @Test(arguments: [
    "{\(id(1))}", "urn:uuid:\(id(1))", "URN:UUID:\(id(1).uppercased())", "'\(id(1))", "\u{A0}\(id(1))", "=\"\(id(1))\"",
  ])
  func `an id with more around it is read`(written: String) {
    #expect(decode("\(written)\n", "vip.txt").file?.profiles == [.numbered(1)])
    #expect(decode("shopper_profile_id,n\n\(written),1\n").file?.profiles == [.numbered(1)])
  }

  @Test(arguments: ["{\(id(1))", "\(id(1))}", "uuid:\(id(1))", "{{\(id(1))}}", "\(id(1).filter { $0 != "-" })"])
  func `an id with half of that around it is not read`(written: String) {
    #expect(places(decode("\(written)\n", "vip.txt").problems) == ["vip.txt:1:1 bad-row"])
  }

  @Test func `an email with an apostrophe before it is explained`() throws {
    let problem = try #require(decode("email\n'ada@b.c\n").problems.first)
    #expect(problem.detail == "Spreadsheets put an apostrophe before a text. Remove it, or export the list again.")
    #expect(decode("email\no'hara@b.c\n").file?.count == 1)
  }
}
