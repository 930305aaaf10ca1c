import Diagnostics
import Testing

@testable import StoreClient

@Suite struct TokenTests {
  /// What may end up holding a token.
  private struct Holder {
    let name = "holder"
    let token: Secret
    let maybe: Secret?
    let list: [Secret]
    let table: [String: Secret]
  }

  private static func token() throws -> Secret { try #require(Secret(token: "s3cret")) }

  @Test func `a token prints as redacted`() throws {
    let token = try Self.token()
    #expect("\(token)" == "<redacted>")
    #expect(token.description == "<redacted>")
    #expect(token.debugDescription == "<redacted>")
    #expect(String(describing: token) == "<redacted>")
    #expect(String(reflecting: token) == "<redacted>")
    #expect("\(String(describing: Optional(token)))" == "Optional(<redacted>)")
  }

  @Test func `no value that contains a token prints it`() throws {
    let token = try Self.token()
    let holder = Holder(token: token, maybe: token, list: [token], table: ["a": token])
    var dumped = ""
    dump(holder, to: &dumped)
    dump(token, to: &dumped)
    for text in ["\(holder)", String(reflecting: holder), dumped] {
      #expect(!text.contains("s3cret"))
      #expect(text.contains("redacted"))
    }
  }

  @Test func `the settings of a client do not print the token`() throws {
    let settings = try testSettings("http://127.0.0.1:1")
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), dumped] { #expect(!text.contains(testToken)) }
  }

  @Test func `a mirror of a token shows no children`() throws {
    #expect(Mirror(reflecting: try Self.token()).children.isEmpty)
  }

  @Test(arguments: ["", " ", "a b", "a\n", "a\r\nX-Other: b", "tök", "a\u{0}", "a\u{7F}", "\t"])
  func `a text that would break the header is not a token`(text: String) {
    #expect(Secret(token: text) == nil)
  }
}
