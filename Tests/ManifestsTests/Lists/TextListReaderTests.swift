import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

@Suite("Plain text lists")
struct TextListReaderTests {
  @Test func `plain text has one id per line, with comments, blank lines and spaces`() throws {
    let text = """
      # exported from the shop
      \(id(1))

        \(id(2))\t
      \(id(3).uppercased()) # Ada
      \t# indented
      \(id(4))\t#
      #\(id(9))
      \(id(1))

      """
    let file = try #require(decode(text, "vip.txt").file)
    #expect(file.kind == .shopperProfileID)
    #expect(file.profiles == [1, 2, 3, 4, 1].map { .numbered($0) })
    #expect(file.lines == [2, 4, 5, 7, 9])
    #expect(file.range(at: 1).description == "vip.txt:4:1")
  }

  @Test(arguments: ["vip.txt", "vip", "vip.CSVX", "csv", "a.csv/vip.list"])
  func `a file that is not named csv is plain text`(path: String) {
    #expect(decode("\(id(1))\n", path).file?.profiles == [.numbered(1)])
  }

  @Test func `lines may end with CR LF, and a byte order mark is not part of the first line`() throws {
    let text = "\u{FEFF}\(id(1))\r\n\r\n # x\r\n\(id(2)) \r\n\(id(3))\n"
    let file = try #require(decode(text, "vip.txt").file)
    #expect(file.profiles == [1, 2, 3].map { .numbered($0) })
    #expect(file.lines == [1, 4, 5])
  }

  @Test func `customers are listed by number or by email`() throws {
    let ids = try #require(decode("17 # first\n 2147483647\n007\n", "c.txt", as: .customerID).file)
    #expect(ids.customers == [17, 2_147_483_647, 7].compactMap { CustomerID($0).map { .id($0) } })
    let emails = try #require(decode("Ada@Example.com\na#b@example.com\n", "c.txt", as: .email).file)
    #expect(emails.customers == ["ada@example.com", "a#b@example.com"].compactMap { EmailAddress($0).map { .email($0) } })
    #expect(emails.lines == [1, 2])
  }

  @Test func `a bad line is reported with its place, its text and the line`() throws {
    let text = "\(id(1))\nné  \(id(2))x # why\n\t\(id(3)) \(id(4))\r\n"
    let problems = decode(text, "vip.txt").problems
    #expect(places(problems) == ["vip.txt:2:1 bad-row", "vip.txt:3:2 bad-row"])
    #expect(problems[0].summary == "\"né  \(id(2))x\" is not a shopper profile id")
    #expect(problems[0].sourceLine == "né  \(id(2))x # why")
    #expect(problems[0].range?.end.column == 42)
    #expect(problems[1].sourceLine == "\t\(id(3)) \(id(4))")
  }

  @Test(arguments: ["0", "-1", "2147483648", "99999999999", "1.000", "x", "１"])
  func `a value that is not a customer id is a bad line`(text: String) {
    #expect(places(decode("1\n\(text)\n", "c.txt", as: .customerID).problems) == ["c.txt:2:1 bad-row"])
  }

  @Test func `no email address is ever shown`() throws {
    for kind in MemberListKind.allCases {
      let problems = decode("ada@example.com,ada\nada.example.com # b@example.com\n", "c.txt", as: kind).problems
      #expect(problems.count == 2)
      for problem in problems {
        #expect(!"\(problem)".contains("@"))
        #expect(problem.sourceLine == nil)
        if kind == .email { #expect(!"\(problem)".contains("ada")) }
      }
    }
  }

  @Test func `twenty bad lines are shown, and the others are counted`() {
    let bad = (1...25).map { "x\($0)\n" }.joined()
    let problems = decode(bad, "vip.txt").problems
    #expect(problems.count == 21)
    #expect(problems.last?.code == "more-bad-rows")
    #expect(problems.last?.summary == "5 more bad rows of this list are not shown")
    #expect(problems.last?.range?.start.line == 20)
    #expect(decode((1...20).map { "x\($0)\n" }.joined(), "vip.txt").problems.count == 20)
    #expect(decode((1...21).map { "x\($0)\n" }.joined(), "vip.txt").problems.last?.summary.hasPrefix("1 more bad row of") == true)
  }

  @Test func `a list with a bad line gives no members`() {
    #expect(decode("\(id(1))\nx\n\(id(2))\n", "vip.txt").file == nil)
  }

  @Test func `plain text has no columns`() {
    let problems = decode("\(id(1))\n", "vip.txt", column: "id").problems
    #expect(places(problems) == ["m.yaml:7:15 column-of-text"])
    #expect(problems.first?.sourceLine == entry.sourceLine)
  }

  @Test func `a long line is reported without being shown`() {
    let problems = decode("\(String(repeating: "x", count: 1000))\n", "vip.txt").problems
    #expect(problems.first?.sourceLine == nil)
    #expect((problems.first?.summary.utf8.count ?? 1000) < 200)
  }
}
