import Diagnostics
import Testing

struct PercentEncodingTests {
  @Test(arguments: [("a b/c", "a%20b%2Fc"), ("ä+~", "%C3%A4%2B~"), ("", ""), ("%", "%25")])
  func `everything except unreserved characters is encoded, and decoded again`(text: String, encoded: String) {
    #expect(PercentEncoding.encoded(text) == encoded)
    #expect(PercentEncoding.decoded(encoded) == text)
  }

  @Test func `kept characters stay as they are`() { #expect(PercentEncoding.encoded("a b/c", keeping: "/") == "a%20b/c") }

  @Test(arguments: ["%", "%2", "%zz", "%FF"])
  func `an invalid encoding is not decoded`(text: String) { #expect(PercentEncoding.decoded(text) == nil) }
}
