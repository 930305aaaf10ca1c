import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// Answers that do not come, or not to their end.
@Suite struct BrokenAnswerTests {
  private static func kind(_ answer: ScriptedAnswer) async throws -> StoreError.Kind? {
    let (error, _) = try await withScriptedStore(script: { _ in answer }) { client in
      await #expect(throws: StoreError.self) { try await client.findSegment(.numbered(1)) }
    }
    return error?.kind
  }

  /// The kind of the error that a request ends with whose time is up as soon as the server has done what the answer says.
  private static func kindAtDeadline(_ answer: @escaping @Sendable (Occurrence) -> ScriptedAnswer) async throws -> StoreError
    .Kind?
  {
    let signal = Occurrence()
    return try await withScriptedServer { _ in
      answer(signal)
    } _: { server in
      let settings = try testSettings(
        server.address,
        retries: RetryPolicy(maximumAttempts: 1),
        time: Timekeeper(SleeplessClock(), deadline: { _ in await signal.wait() })
      )
      return try await StoreClient.withStoreClient(settings) { client in
        await #expect(throws: StoreError.self) { try await client.findSegment(.numbered(1)) }?.kind
      }
    }
  }

  @Test func `no answer within the deadline is a timeout`() async throws {
    #expect(try await Self.kindAtDeadline { signal in .silence { signal.give() } } == .timedOut(seconds: 60))
  }

  @Test func `a body that arrives in small pieces gets no more time`() async throws {
    #expect(try await Self.kindAtDeadline { signal in .drip { signal.give() } } == .timedOut(seconds: 60))
  }

  @Test func `a refused connection is reported as refused`() async throws {
    let error = try await withPortWithoutListener { port in
      let settings = try testSettings("http://127.0.0.1:\(port)", retries: RetryPolicy(maximumAttempts: 1))
      return try await StoreClient.withStoreClient(settings) { client in
        await #expect(throws: StoreError.self) { try await client.findSegment(.numbered(1)) }
      }
    }
    guard case .unreachable(let reason) = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.lowercased().contains("refused"), "\(reason)")
    let problem = try #require(error?.diagnostics.first)
    #expect(problem.code == "store-unreachable")
    #expect(!"\(problem)".contains(testToken))
  }

  @Test func `a connection that closes before the answer, or in its middle, is unreachable`() async throws {
    let closed = StoreError.Kind.unreachable(reason: "the connection was closed before the answer was complete")
    #expect(try await Self.kind(.hangUp) == closed)
    guard case .unreachable = try await Self.kind(.cutOff(200, body: #"{"data": []}"#, length: 13)) else {
      Issue.record("a body that is one byte short was taken for complete")
      return
    }
  }

  @Test func `an answer over the limit is not read to its end`() async throws {
    let limit = StoreClient.maximumBody
    #expect(limit == 8 << 20)
    let spaces = [UInt8](repeating: 0x20, count: 1 << 20)
    #expect(try await Self.kind(.chunked(200, chunk: spaces, times: 9)) == .tooLarge(limit: limit))
    #expect(try await Self.kind(.cutOff(200, body: "{", length: limit + 1)) == .tooLarge(limit: limit))
  }

  @Test func `a request of a cancelled task ends at once, with only the cancellation`() async throws {
    let signal = Occurrence()
    try await withScriptedServer { _ in
      .drip { signal.give() }
    } _: { server in
      try await StoreClient.withStoreClient(try testSettings(server.address)) { client in
        let task = Task { try await client.findSegment(.numbered(1)) }
        await signal.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
      }
    }
  }
}
