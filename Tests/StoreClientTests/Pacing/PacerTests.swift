import SegmentModel
import TestSupport
import Testing

@testable import StoreClient

@Suite struct ConcurrencyGateTests {
  @Test(.timeLimit(.minutes(1)), arguments: [(1, 1), (3, 3), (10, 10), (99, 10), (0, 1)])
  func `never more than the limit are inside, and the limit is the vendor's at most`(asked: Int, limit: Int) async throws {
    let gate = ConcurrencyGate(limit: asked)
    let inside = Occupancy()
    // The first ones meet inside: with fewer places the test would not end.
    let barrier = Barrier(count: limit)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          try await gate.withPermit {
            inside.enter()
            await barrier.wait()
            await Task.yield()
            inside.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(inside.most == limit)
    #expect(inside.now == 0)
  }

  @Test func `a waiter that is cancelled throws, and its place is not lost`() async throws {
    let gate = ConcurrencyGate(limit: 1)
    try await gate.withPermit {
      let waiter = Task { try await gate.withPermit {} }
      waiter.cancel()
      await #expect(throws: CancellationError.self) { try await waiter.value }
    }
    #expect(try await gate.withPermit { 7 } == 7)
  }

  @Test func `a body that throws gives its place back`() async throws {
    struct Failure: Error {}
    let gate = ConcurrencyGate(limit: 1)
    await #expect(throws: Failure.self) { try await gate.withPermit { throw Failure() } }
    #expect(try await gate.withPermit { 7 } == 7)
  }

  @Test(.timeLimit(.minutes(1)), arguments: [1, 3, 10]) func `over the wire too, never more are in flight than allowed`(
    parallelism: Int
  ) async throws {
    let barrier = Barrier(count: parallelism)
    let requests = try await withScriptedServer { _ in
      await barrier.wait()
      return .json(#"{"data": []}"#)
    } _: { server in
      try await StoreClient.withStoreClient(try testSettings(server.address, parallelism: parallelism)) { client in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<40 {
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
