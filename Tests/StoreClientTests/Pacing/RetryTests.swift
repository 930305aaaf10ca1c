import SegmentModel
import Synchronization
import TestSupport
import Testing

@testable import StoreClient

/// Failures over HTTP that another attempt gets past, on a clock that needs no waiting.
@Suite struct RetryTests {
  private static let found = WireText.records(WireText.segment(.numbered(1), name: "A"))

  /// Answers from the list in turn, then with the last one for ever.
  private static func inTurn(_ answers: [ScriptedAnswer]) -> ScriptedServer.Script {
    let next = Counter()
    return { _ in answers[min(next.increment() - 1, answers.count - 1)] }
  }

  @Test(arguments: [408, 423, 499, 500, 502, 503, 504, 522])
  func `a temporary status is retried, with growing pauses`(status: Int) async throws {
    let clock = SleeplessClock()
    let (segment, requests) = try await withScriptedStore(
      retries: RetryPolicy(),
      clock: clock,
      script: Self.inTurn([.status(status), .status(status), .json(Self.found)]),
      { try await $0.findSegment(.numbered(1)) }
    )
    #expect(segment?.name == "A")
    #expect(requests.count == 3)
    #expect(Set(requests.map(\.target)).count == 1)
    // Half of 500 ms, half of 1 s.
    #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500)])
  }

  @Test func `a broken connection is opened again`() async throws {
    let answers: [ScriptedAnswer] = [.hangUp, .cutOff(200, body: #"{"data""#, length: 500), .json(Self.found)]
    let (segment, requests) = try await withScriptedStore(
      retries: RetryPolicy(),
      script: Self.inTurn(answers),
      { try await $0.findSegment(.numbered(1)) }
    )
    #expect(segment?.name == "A")
    #expect(requests.count == 3)
  }

  @Test func `an answer that is not JSON is requested again`() async throws {
    let (segment, requests) = try await withScriptedStore(
      retries: RetryPolicy(),
      script: Self.inTurn([.json("<html>"), .json(#"{"data": [{"id"#), .json(Self.found)]),
      { try await $0.findSegment(.numbered(1)) }
    )
    #expect(segment?.name == "A")
    #expect(requests.count == 3)
  }

  @Test func `a write is repeated byte for byte, and waits longer than a read`() async throws {
    let clock = SleeplessClock()
    let batch = try #require(Batch(MemberSet.numbered(1...50)))
    let (_, requests) = try await withScriptedStore(
      retries: RetryPolicy(),
      clock: clock,
      script: Self.inTurn([.status(503), .hangUp, .status(204)]),
      { try await $0.removeMembers(batch, from: .numbered(1)) }
    )
    #expect(requests.map(\.method) == ["DELETE", "DELETE", "DELETE"])
    #expect(Set(requests.map(\.target)).count == 1)
    #expect(requests.allSatisfy { $0.query.hasPrefix("id%3Ain=") })
    #expect(clock.sleeps == [.milliseconds(500), .seconds(1)])
  }

  @Test(
    arguments: [
      (["X-Rate-Limit-Time-Reset-Ms": "12000"], 12),
      (["x-rate-limit-time-reset-ms": "12000", "X-RETRY-AFTER": "20"], 20),
      (["X-Rate-Limit-Time-Reset-Ms": "12000", "X-Retry-After": "3"], 12),
      (["Retry-After": "7"], 7),
    ] as [([String: String], Int)]
  )
  func `a 429 waits a little longer than the longest pause in its headers`(
    headers: [String: String],
    seconds: Int
  ) async throws {
    let clock = SleeplessClock()
    _ = try await withScriptedStore(
      retries: RetryPolicy(),
      clock: clock,
      script: Self.inTurn([.status(429, headers: headers), .json(Self.found)]),
      { try await $0.findSegment(.numbered(1)) }
    )
    #expect(clock.sleeps == [.seconds(seconds) * (1.01 + 0.05 * 0.5) + .milliseconds(1)])
  }

  @Test(
    arguments: [
      [:], ["X-Rate-Limit-Time-Reset-Ms": "soon", "X-Retry-After": "-4"], ["Retry-After": "0"], ["X-Retry-After": "0"],
      ["X-Rate-Limit-Time-Reset-Ms": "0"], ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"],
    ] as [[String: String]]
  )
  func `a 429 without a pause, or with a very short one, pauses all requests, longer each time and longer after a write`(
    headers: [String: String]
  )
    async throws
  {
    let clock = SleeplessClock()
    _ = try await withScriptedStore(
      retries: RetryPolicy(),
      clock: clock,
      script: Self.inTurn([.status(429, headers: headers), .status(429, headers: headers), .status(204)]),
      { try await $0.removeMembers(try #require(Batch([.numbered(2)])), from: .numbered(1)) }
    )
    // Half of 1 s, half of 2 s.
    #expect(clock.sleeps == [.milliseconds(500), .seconds(1)])
  }

  @Test func `a 429 that asks for more time than a request may take ends the run without a wait`() async throws {
    let clock = SleeplessClock()
    let (error, requests) = try await withScriptedStore(
      retries: RetryPolicy(),
      clock: clock,
      script: Self.inTurn([.status(429, headers: ["X-Retry-After": "3600"])])
    ) { client in
      await #expect(throws: StoreError.self) { try await client.findSegment(.numbered(1)) }
    }
    #expect(error?.kind == .overQuota)
    #expect(error?.concernsWholeRun == true)
    #expect(requests.count == 1)
    #expect(clock.sleeps == [])
  }

  @Test func `a lasting failure is an error that states the number of attempts`() async throws {
    let (error, requests) = try await withScriptedStore(
      retries: RetryPolicy(maximumAttempts: 4),
      script: Self.inTurn([.status(500), .hangUp, .status(503, headers: ["X-Request-Id": "r-7"])])
    ) { client in
      await #expect(throws: StoreError.self) { try await client.findSegment(.numbered(1)) }
    }
    #expect(requests.count == 4)
    #expect(error?.kind == .unavailable)
    #expect(error?.call.description == "GET /segments (status 503, request id r-7, 4 attempts)")
  }

  @Test(arguments: [400, 401, 403, 404, 409, 422, 301, 207, 507, 418])
  func `a permanent status is not retried`(status: Int) async throws {
    let (_, requests) = try await withScriptedStore(retries: RetryPolicy(), script: { _ in .status(status) }) { client in
      await #expect(throws: StoreError.self) { try await client.findSegment(.numbered(1)) }
    }
    #expect(requests.count == 1)
  }
}
