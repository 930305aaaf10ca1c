import HTTPExchange
import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

@Suite struct PacerTests {
  /// Runs the body with a pacer, and a clock whose pauses take no time.
  private static func withPacer<Result: Sendable>(
    parallelism: Int,
    clock: SleeplessClock = SleeplessClock(),
    _ body: (Pacer) async throws -> Result
  ) async throws -> Result {
    let pacer = Pacer(try testSettings("http://127.0.0.1:1", parallelism: parallelism, time: Timekeeper(clock)))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await pacer.ringAlarms() }
      defer { group.cancelAll() }
      return try await body(pacer)
    }
  }

  private static func response(_ status: Int = 200, headers: [String: String] = [:]) -> StoreResponse {
    StoreResponse(status: status, headers: headers, body: [])
  }

  @Test(.timeLimit(.minutes(10)), arguments: [(1, 1), (3, 3), (10, 10), (99, 10), (0, 1)])
  func `the limit is never exceeded, and is at most the vendor's`(asked: Int, limit: Int) async throws {
    let inside = Occupancy()
    // The first ones meet inside: with fewer places the test would not end.
    let barrier = Barrier(count: limit)
    try await Self.withPacer(parallelism: asked) { pacer in
      // As long as nothing is known of a quota, one goes at a time.
      _ = try await pacer.pass(isWrite: false) { Self.response() }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<200 {
          group.addTask {
            _ = try await pacer.pass(isWrite: false) {
              inside.enter()
              await barrier.wait()
              await Task.yield()
              inside.leave()
              return Self.response()
            }
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(inside.most == limit)
    #expect(inside.now == 0)
  }

  @Test(.timeLimit(.minutes(10))) func `a cancelled request throws and releases its place`() async throws {
    try await Self.withPacer(parallelism: 1) { pacer in
      _ = try await pacer.pass(isWrite: false) {
        let waiter = Task { _ = try await pacer.pass(isWrite: false) { Self.response() } }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        return Self.response()
      }
      let (response, _) = try await pacer.pass(isWrite: false) { Self.response(204) }
      #expect(response.status == 204)
    }
  }

  @Test(.timeLimit(.minutes(10))) func `a task that is already cancelled sends nothing, and takes no place`() async throws {
    try await Self.withPacer(parallelism: 1) { pacer in
      let cancelled = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        _ = try await pacer.pass(isWrite: false) {
          Issue.record("the request was sent")
          return Self.response()
        }
      }
      await #expect(throws: CancellationError.self) { try await cancelled.value }
      let (response, _) = try await pacer.pass(isWrite: false) { Self.response(204) }
      #expect(response.status == 204)
    }
  }

  @Test(.timeLimit(.minutes(10))) func `a request that throws releases its place`() async throws {
    struct Failure: Error {}
    try await Self.withPacer(parallelism: 1) { pacer in
      await #expect(throws: Failure.self) { _ = try await pacer.pass(isWrite: false) { throw Failure() } }
      let (response, _) = try await pacer.pass(isWrite: false) { Self.response(204) }
      #expect(response.status == 204)
    }
  }

  @Test(.timeLimit(.minutes(10))) func `a 429 returns the pause of all requests, and the next request waits for it`()
    async throws
  {
    let clock = SleeplessClock()
    try await Self.withPacer(parallelism: 10, clock: clock) { pacer in
      let (_, pause) = try await pacer.pass(isWrite: true) { Self.response(429, headers: ["x-retry-after": "10"]) }
      let expected = Duration.seconds(10) * (1.01 + 0.05 * 0.5) + .milliseconds(1)
      #expect(pause == expected)
      _ = try await pacer.pass(isWrite: false) { Self.response() }
      #expect(clock.sleeps == [expected])
    }
  }

  private static let first = "id%3Ain=\(SegmentID.numbered(0))"

  @Test(.timeLimit(.minutes(10)), arguments: [1, 3, 10]) func `the limit of requests in flight also applies over HTTP`(
    parallelism: Int
  ) async throws {
    let barrier = Barrier(count: parallelism)
    let requests = try await withScriptedServer { request in
      if request.query != Self.first { await barrier.wait() }
      return .json(#"{"data": []}"#)
    } _: { server in
      try await StoreClient.withStoreClient(try testSettings(server.address, parallelism: parallelism)) { client in
        _ = try await client.findSegment(.numbered(0))
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 1..<40 {
            group.addTask { _ = try await client.findSegment(.numbered(number)) }
          }
          try await group.waitForAll()
        }
      }
      return server.requests
    }
    #expect(requests.count == 40)
    #expect(requests.map(\.inFlight).max() == parallelism)
  }
}
