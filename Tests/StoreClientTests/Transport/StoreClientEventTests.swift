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

  @Test func `success is not reported`() async throws {
    #expect(try await Self.events(.json(#"{"data": []}"#)) == [])
  }
}
