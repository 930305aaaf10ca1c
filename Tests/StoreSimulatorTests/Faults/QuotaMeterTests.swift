import Testing

@testable import StoreSimulator

@Suite struct QuotaMeterTests {
  private static func headers(_ window: inout QuotaMeter, at milliseconds: Int, isRefused: Bool = false) -> [String: String] {
    let headers = window.headers(at: .milliseconds(milliseconds), isRefused: isRefused)
    return Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
  }

  @Test func `each window has the same number of requests`() {
    var window = QuotaMeter(Quota(requests: 3, window: .milliseconds(1000)))
    let first = (1...5).map { _ in window.take(at: .milliseconds(10)) }
    #expect(first == [true, true, true, false, false])
    let last = window.take(at: .milliseconds(999))
    #expect(!last)
    let second = (1...4).map { _ in window.take(at: .milliseconds(1000)) }
    #expect(second == [true, true, true, false])
  }

  @Test func `the headers state the remaining requests and the remaining time`() {
    var window = QuotaMeter(Quota(requests: 3, window: .milliseconds(1000)))
    _ = window.take(at: .milliseconds(400))
    #expect(
      Self.headers(&window, at: 400) == [
        "X-Rate-Limit-Time-Window-Ms": "1000", "X-Rate-Limit-Time-Reset-Ms": "600", "X-Rate-Limit-Requests-Quota": "3",
        "X-Rate-Limit-Requests-Left": "2",
      ]
    )
    #expect(Self.headers(&window, at: 2_300)["X-Rate-Limit-Requests-Left"] == "3")
    #expect(Self.headers(&window, at: 2_300)["X-Rate-Limit-Time-Reset-Ms"] == "700")
  }

  @Test func `Retry-After is in whole seconds, rounded up`() {
    var window = QuotaMeter(Quota(requests: 1, window: .milliseconds(30_000), saysRetryAfter: true))
    #expect(Self.headers(&window, at: 10_500, isRefused: true)["X-Retry-After"] == "20")
    #expect(Self.headers(&window, at: 10_500)["X-Retry-After"] == nil)
  }

  @Test(arguments: [(0, "100"), (250, "88"), (500, "75"), (999, "51"), (1_000, "100")])
  func `other apps use up their share evenly over the window`(milliseconds: Int, left: String) {
    var window = QuotaMeter(Quota(requests: 100, window: .milliseconds(1000), usedByOthers: 0.5))
    #expect(Self.headers(&window, at: milliseconds)["X-Rate-Limit-Requests-Left"] == left)
  }

  @Test func `requests of other apps count against the quota`() {
    var window = QuotaMeter(Quota(requests: 10, window: .milliseconds(1000), usedByOthers: 1))
    let taken = (0..<20).map { window.take(at: .milliseconds($0 * 50)) }
    // After 350 ms: seven are ours, three are theirs.
    #expect(taken == Array(repeating: true, count: 7) + Array(repeating: false, count: 13))
    let atTheEnd = window.take(at: .milliseconds(999))
    #expect(!atTheEnd)
  }
}
