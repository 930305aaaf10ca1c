import TestSupport
import Testing

@testable import StoreClient

@Suite struct RateLimitReportTests {
  @Test func `the vendor's four headers are read`() {
    let report = RateLimitReport(headers: [
      "x-rate-limit-time-window-ms": "30000", "x-rate-limit-time-reset-ms": "12345", "x-rate-limit-requests-quota": "150",
      "x-rate-limit-requests-left": "0",
    ])
    #expect(
      report == RateLimitReport(window: .seconds(30), reset: .milliseconds(12_345), quota: 150, left: 0, retryAfter: nil)
    )
  }

  @Test(arguments: ["X-Rate-Limit-Requests-Left", "x-rate-limit-requests-left", "X-RATE-LIMIT-REQUESTS-LEFT"])
  func `their names come in any case`(name: String) async throws {
    // The transport is what lowers them, so that this goes over the wire.
    let left = try await withScriptedServer { _ in
      .status(200, headers: [name: "7"])
    } _: { server in
      try await StoreClient.withStoreClient(try testSettings(server.address)) { client in
        try await client.send(.findSegment(.numbered(1))).rateLimit.left
      }
    }
    #expect(left == 7)
  }

  @Test(arguments: ["", "soon", "-1", "1.5", "99999999999999999999"])
  func `a value that is not a number is ignored`(value: String) {
    let names = [
      "x-rate-limit-time-window-ms", "x-rate-limit-time-reset-ms", "x-rate-limit-requests-quota", "x-rate-limit-requests-left",
      "x-retry-after", "retry-after",
    ]
    #expect(RateLimitReport(headers: Dictionary(uniqueKeysWithValues: names.map { ($0, value) })) == .none)
  }

  @Test(
    arguments: [
      (["x-rate-limit-time-reset-ms": "4000"], 4), (["x-retry-after": "9"], 9), (["retry-after": "2"], 2),
      (["x-rate-limit-time-reset-ms": "4000", "x-retry-after": "9"], 9),
      (["x-rate-limit-time-reset-ms": "4000", "x-retry-after": "3"], 4), (["x-retry-after": "0"], 0), ([:], nil),
    ] as [([String: String], Int?)]
  )
  func `the stated pause is the longer one of reset and retry-after`(headers: [String: String], seconds: Int?) {
    #expect(RateLimitReport(headers: headers).statedPause == seconds.map { .seconds($0) })
  }
}
