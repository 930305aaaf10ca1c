import HTTPExchange
import Testing

struct PercentEncodingTests {
  @Test(arguments: [("a b/c", "a%20b%2Fc"), ("ä+~", "%C3%A4%2B~"), ("", ""), ("%", "%25")])
  func `all but unreserved characters is encoded, and comes back`(text: String, encoded: String) {
    #expect(PercentEncoding.encoded(text) == encoded)
    #expect(PercentEncoding.decoded(encoded) == text)
  }

  @Test func `what is to be kept is kept`() { #expect(PercentEncoding.encoded("a b/c", keeping: "/") == "a%20b/c") }

  @Test(arguments: ["%", "%2", "%zz", "%FF"])
  func `what is no encoding is none`(text: String) { #expect(PercentEncoding.decoded(text) == nil) }
}
