import Logging
import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

/// What a log shows of the talk with the store.
@Suite struct LoggingTests {
  @Test func `every answer and retry is logged with method, path, status, request id and attempt`() async throws {
    let log = RecordingLog()
    let counter = Counter()
    _ = try await withScriptedStore(
      retries: RetryPolicy(),
      log: log,
      script: { _ in
        switch counter.increment() {
        case 1: .status(503, headers: ["X-Request-Id": "first"])
        case 2: .hangUp
        default: .json(#"{"data": []}"#, headers: ["X-Request-Id": "third"])
        }
      },
      { try await $0.findSegment(.numbered(1)) }
    )
    #expect(log.entries.map(\.message) == ["answer", "retry", "no answer", "retry", "answer"])
    #expect(log.entries.allSatisfy { $0.level == .debug })
    let first = try #require(log.entries.first)
    #expect(
      first.metadata == ["method": "GET", "path": "/segments", "status": "503", "request_id": "first", "attempt": "1"]
    )
    #expect(log.entries[1].metadata["pause"] == "0.25 seconds")
    #expect(log.entries[2].metadata["reason"]?.contains("closed") == true)
    #expect(log.entries.last?.metadata["request_id"] == "third")
    #expect(log.entries.last?.metadata["attempt"] == "3")
  }

  @Test func `no line contains the token`() async throws {
    let log = RecordingLog()
    _ = try await withScriptedStore(log: log, script: { _ in .status(401, body: "no") }) { client in
      await #expect(throws: StoreError.self) { try await client.listSegments() }
      await #expect(throws: StoreError.self) {
        try await client.removeMembers(try #require(Batch([.numbered(1)])), from: .numbered(1))
      }
    }
    #expect(log.entries.count == 2)
    for entry in log.entries { #expect(!"\(entry)".contains(testToken)) }
  }
}
