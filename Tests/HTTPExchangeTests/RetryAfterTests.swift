import FoundationEssentials
import Testing

@testable import HTTPExchange

@Suite struct RetryAfterTests {
  private static let noon = Date(timeIntervalSince1970: 784_111_777)  // Sun, 06 Nov 1994 08:49:37 GMT

  @Test(arguments: ["Sun, 06 Nov 1994 08:50:37 GMT", "Sunday, 06-Nov-94 08:50:37 GMT", "Sun Nov  6 08:50:37 1994", "60"])
  func `seconds and dates of all three forms are understood`(text: String) {
    #expect(RetryAfter.pause(["retry-after": text], now: Self.noon) == .seconds(60))
  }

  @Test func `a date is relative to the answer's own time, and a past date means no pause`() {
    let headers = ["retry-after": "Sun, 06 Nov 1994 08:50:37 GMT", "date": "Sun, 06 Nov 1994 08:50:07 GMT"]
    #expect(RetryAfter.pause(headers, now: Self.noon) == .seconds(30))
    #expect(RetryAfter.pause(["retry-after": "Sun, 06 Nov 1994 08:49:00 GMT"], now: Self.noon) == .zero)
  }

  @Test(arguments: [
    "", "-1", "soon", "Nov", "Sun, 99 Nov 1994 08:50:37 GMT", "Sun, 06 Foo 1994 08:50:37 GMT", "06 Nov 1994", ":::", "1.5",
  ])
  func `an invalid value is ignored`(text: String) { #expect(RetryAfter.pause(["retry-after": text], now: Self.noon) == nil) }

  @Test func `no number overflows`() {
    #expect(RetryAfter.pause(["retry-after": "\(Int.max)"], now: Self.noon) == .seconds(86_400))
    #expect(RetryAfter.pause(["retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"], now: Self.noon) == .seconds(86_400))
  }
}
