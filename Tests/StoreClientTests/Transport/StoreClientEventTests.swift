import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// The events that the client reports.
@Suite struct StoreClientEventTests {
  /// What is told while a request meets this answer and then a good one.
  private static func events(_ answer: ScriptedAnswer) async throws -> [StoreClientEvent] {
    let listener = Listener()
    let counter = Counter()
    _ = try await withScriptedStore(
      retries: RetryPolicy(),
      onEvent: listener.hear,
      script: { _ in counter.increment() == 1 ? answer : .json(#"{"data": []}"#) },
      { try await $0.findSegment(.numbered(1)) }
    )
    return listener.events
  }

  @Test func `a retry is reported with its request and the pause`() async throws {
    let events = try await Self.events(.status(503, headers: ["X-Request-Id": "r1"]))
    let call = StoreCall(.findSegment(.numbered(1)), status: 503, requestID: "r1")
    #expect(events == [.retrying(StoreError(call, .unavailable), after: .milliseconds(250))])
  }

  @Test func `a 429 is reported as a pause of all requests`() async throws {
    let events = try await Self.events(.status(429, headers: ["X-Retry-After": "10"]))
    #expect(events == [.pausedByStore(for: .seconds(10) * (1.01 + 0.05 * 0.5) + .milliseconds(1))])
  }

  @Test func `many requests are announced with those that were sent, and the time that the quota takes`() async throws {
    let quota = [
      "X-Rate-Limit-Time-Window-Ms": "30000", "X-Rate-Limit-Time-Reset-Ms": "30000", "X-Rate-Limit-Requests-Quota": "450",
      "X-Rate-Limit-Requests-Left": "449",
    ]
    let listener = Listener()
    _ = try await withScriptedStore(onEvent: listener.hear, script: { _ in .json(#"{"data": []}"#, headers: quota) }) { client in
      _ = try await client.findSegment(.numbered(1))
      try client.announce(10)
      try client.announce(3610, byCounts: 2)
    }
    // 360 requests per window are our share, and ten of them can be sent at once.
    #expect(listener.events == [.forecast(RequestForecast(requests: 3611, time: .seconds(300), byCounts: 3))])
  }

  @Test func `success is not reported`() async throws {
    #expect(try await Self.events(.json(#"{"data": []}"#)) == [])
  }
}
