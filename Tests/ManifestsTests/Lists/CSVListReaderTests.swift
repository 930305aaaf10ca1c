import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("CSV lists")
struct CSVListReaderTests {
  @Test func `the column that is named like a kind is read`() throws {
    let text = "n,shopper_profile_id,name\n1,\(id(1)),Ada\n2,\(id(2).uppercased()),\n"
    let file = try #require(decode(text).file)
    #expect(file.kind == .shopperProfileID)
    #expect(file.profiles == [.numbered(1), .numbered(2)])
    #expect(file.lines == [2, 3])
    #expect(decode("customer_id\n7\n").file?.customers == CustomerID(7).map { [.id($0)] })
    #expect(decode("x,email\n1,A@b.c\n").file?.customers == EmailAddress("a@b.c").map { [.email($0)] })
  }

  @Test func `any column is read when the manifest says its kind`() throws {
    let text = "shopper_profile_id,ref,email\n\(id(1)),\(id(2)),a@b.c\n"
    #expect(decode(text, column: "ref", as: .shopperProfileID).file?.profiles == [.numbered(2)])
    #expect(decode(text, column: "shopper_profile_id").file?.profiles == [.numbered(1)])
    #expect(decode(text, column: "email").file?.kind == .email)
    // What the manifest says wins over the column's name.
    #expect(decode("email\n\(id(3))\n", as: .shopperProfileID).file?.profiles == [.numbered(3)])
  }

  @Test func `quotes, commas and line breaks in fields are read as RFC 4180 says`() throws {
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

  @Test func `blanks around a value do not count, and quotes in a value are unfolded`() {
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

  @Test func `the line is shown when the file has only that column, and no address`() {
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

  @Test func `a lone carriage return does not end a line`() {
    #expect(places(decode("shopper_profile_id\r\(id(1))\n").problems) == ["m.yaml:7:15 no-known-column"])
    #expect(places(decode("shopper_profile_id\n\(id(1))\r\(id(2))\n").problems) == ["vip.csv:2:37 bad-row"])
  }
}
