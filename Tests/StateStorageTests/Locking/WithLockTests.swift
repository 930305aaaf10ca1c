import Synchronization
import TestSupport
import Testing

@testable import StateStorage

@Suite("Work under the lock")
struct WithLockTests {
  private struct Failure: Error, Equatable { let number: Int }

  /// Runs a body under the lock and collects the holders that it waited for.
  private static func run<Result: Sendable>(
    _ backend: MemoryBackend,
    timeout: Duration = .zero,
    clock: any Clock<Duration> = SleeplessClock(),
    waits: Waits = Waits(),
    onUnreleased: (any Error) -> Void = { Issue.record($0) },
    _ body: () async throws -> Result
  ) async throws -> Result {
    let store = StateStore(backend: backend, store: Sample.store, clock: clock)
    return try await store.withLock(
      Sample.lockInfo(),
      timeout: timeout,
      onWait: { waits.append($0) },
      onUnreleased: onUnreleased
    ) { _ in try await body() }
  }

  @Test func `The lock is held during the body and released after it`() async throws {
    let backend = MemoryBackend()
    let result = try await Self.run(backend) {
      try #expect(await backend.lockHolder() == .held(by: Sample.lockInfo()))
      return 7
    }
    #expect(result == 7)
    #expect(try await backend.lockHolder() == .free)
  }

  @Test func `The lock is also released after a failed body, and the body's error is thrown`() async throws {
    let backend = MemoryBackend()
    await #expect(throws: Failure(number: 1)) { try await Self.run(backend) { throw Failure(number: 1) } }
    #expect(try await backend.lockHolder() == .free)
  }

  @Test func `A lock that cannot be released is reported, without hiding a result or an error`() async throws {
    let backend = MemoryBackend(.init(releaseFailure: Failure(number: 2)))
    var reported: [Failure?] = []
    let result = try await Self.run(backend, onUnreleased: { reported.append($0 as? Failure) }) { 7 }
    #expect(result == 7)
    backend.place.withLock { $0.holder = nil }
    await #expect(throws: Failure(number: 1)) {
      try await Self.run(backend, onUnreleased: { reported.append($0 as? Failure) }) { throw Failure(number: 1) }
    }
    #expect(reported == [Failure(number: 2), Failure(number: 2)])
  }

  @Test func `A lost lock is not released`() async throws {
    let backend = MemoryBackend(.init(releaseFailure: LockLostError(location: "memory", holder: nil)))
    #expect(try await Self.run(backend) { 7 } == 7)
  }

  @Test func `A lock that arrives after a cancellation is released`() async throws {
    let backend = MemoryBackend()
    let run = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      _ = try await Self.run(backend) { Issue.record("the body ran") }
    }
    await #expect(throws: CancellationError.self) { try await run.value }
    #expect(backend.place.withLock { $0.attempts } == 1)
    #expect(try await backend.lockHolder() == .free)
  }

  @Test func `The body can check whether the lock is still held`() async throws {
    let backend = MemoryBackend()
    let store = StateStore(backend: backend, store: Sample.store)
    try await store.withLock(Sample.lockInfo(), timeout: .zero, onWait: { _ in }, onUnreleased: { Issue.record($0) }) { held in
      try await held.confirm()
      backend.place.withLock { $0.holder = Sample.lockInfo("theirs") }
      await #expect(throws: LockLostError(location: "memory", holder: Sample.lockInfo("theirs"))) { try await held.confirm() }
    }
    #expect(try await backend.lockHolder() == .held(by: Sample.lockInfo("theirs")))
  }

  @Test func `A cancelled run releases the lock in a task that is not cancelled`() async throws {
    let backend = MemoryBackend()
    let run = Task {
      try await Self.run(backend) {
        withUnsafeCurrentTask { $0?.cancel() }
        try Task.checkCancellation()
      }
    }
    await #expect(throws: CancellationError.self) { try await run.value }
    #expect(backend.place.withLock { $0.wasReleasedCancelled } == false)
    #expect(try await backend.lockHolder() == .free)
  }

  // MARK: waiting

  @Test func `Without a timeout there is one attempt and no waiting`() async throws {
    let backend = MemoryBackend(.init(refusals: 1))
    let (clock, waits) = (SleeplessClock(), Waits())
    let error = await #expect(throws: LockHeldError.self) { try await Self.run(backend, clock: clock, waits: waits) {} }
    #expect(error == LockHeldError(location: "memory", holder: Sample.lockInfo("theirs"), waited: .zero))
    #expect(clock.sleeps.isEmpty)
    #expect(waits.all.isEmpty)
    #expect(backend.place.withLock { $0.attempts } == 1)
  }

  @Test func `A lock that soon becomes free is taken without a message`() async throws {
    let backend = MemoryBackend(.init(refusals: 1))
    let (clock, waits) = (SleeplessClock(), Waits())
    try await Self.run(backend, timeout: .seconds(30), clock: clock, waits: waits) {}
    #expect(clock.sleeps == [.milliseconds(50)])
    #expect(waits.all.isEmpty)
  }

  @Test func `Pauses grow up to two seconds, and the holder is reported once`() async throws {
    let backend = MemoryBackend(.init(refusals: 9))
    let (clock, waits) = (SleeplessClock(), Waits())
    try await Self.run(backend, timeout: .seconds(30), clock: clock, waits: waits) {}
    #expect(clock.sleeps == [50, 100, 200, 400, 800, 1600, 2000, 2000, 2000].map { .milliseconds($0) })
    #expect(waits.all.map(\.holder) == [Sample.lockInfo("theirs")])
  }

  @Test func `At the end of the timeout there is a last attempt, and then the holder is reported`() async throws {
    let backend = MemoryBackend(.init(refusals: .max))
    let clock = SleeplessClock()
    let error = await #expect(throws: LockHeldError.self) {
      try await Self.run(backend, timeout: .milliseconds(1000), clock: clock) {}
    }
    #expect(error == LockHeldError(location: "memory", holder: Sample.lockInfo("theirs"), waited: .seconds(1)))
    #expect(clock.sleeps == [50, 100, 200, 400, 250].map { .milliseconds($0) })
    #expect(backend.place.withLock { $0.attempts } == 6)
  }

  @Test func `A lock that becomes free at the last moment is taken`() async throws {
    let backend = MemoryBackend(.init(refusals: 5))
    try await Self.run(backend, timeout: .milliseconds(1000)) {}
    #expect(backend.place.withLock { $0.attempts } == 6)
  }

  @Test func `A run that is cancelled while it waits for the lock stops`() async throws {
    let backend = MemoryBackend(.init(refusals: .max))
    let run = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await Self.run(backend, timeout: .seconds(1_000_000)) {}
    }
    await #expect(throws: CancellationError.self) { try await run.value }
    #expect(backend.place.withLock { $0.attempts } == 1)
  }
}

/// The holders that a run waited for.
private final class Waits: Sendable {
  private let heard = Mutex<[LockHeldError]>([])

  var all: [LockHeldError] { heard.withLock { $0 } }

  func append(_ held: LockHeldError) { heard.withLock { $0.append(held) } }
}
