import StateStorage
import Synchronization

/// A request to stop.
///
/// The run then starts nothing new, and requests in flight get some time to end.
///
/// It cannot be taken back.
package final class StopRequest: Sendable {
  /// Why the run stops.
  package enum Reason: Hashable, Sendable {
    /// A signal, from a person or from a machine that shuts down.
    case interruption
    /// An error that every further request would meet too.
    case failure
  }

  private struct State {
    var reason: Reason?
    var isWriting = false
    var isHurried = false
  }

  private let state = Mutex(State())
  private let news = AsyncStream<Void>.makeStream()

  package init() {}

  package var isRequested: Bool { state.withLock { $0.reason != nil } }

  /// Whether a signal asked for it.
  package var isInterruption: Bool { state.withLock { $0.reason == .interruption } }

  /// Asks the run to stop.
  ///
  /// Only the first reason counts.
  package func request(_ reason: Reason) {
    state.withLock { $0.reason = $0.reason ?? reason }
    if reason == .interruption { news.continuation.yield() }
  }

  /// Ends the grace time: the run cancels its requests to the store.
  ///
  /// It still writes the state and releases the lock.
  package func hurry() {
    state.withLock { $0.isHurried = true }
    news.continuation.yield()
  }

  /// Says that the run now changes the store.
  ///
  /// From here on, an interruption waits for the grace time.
  ///
  /// - Throws: `CancellationError` if there was an interruption before.
  func beginWriting() throws {
    try state.withLock { state in
      if state.reason == .interruption { throw CancellationError() }
      state.isWriting = true
    }
  }

  /// Runs the body and cancels it after an interruption.
  ///
  /// Before the first write it cancels at once. After it, it waits for the grace time or ``hurry()``, so that requests in flight can end.
  /// Runs at most one body at a time.
  package func cancelling<Result: Sendable>(
    after grace: Duration,
    _ body: @Sendable @escaping () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        for await _ in self.news.stream { break }
        await self.waitOut(grace)
        return nil
      }
      // If the interruption came first, cancel the body and wait for it: its result counts.
      var result = try await group.next()
      group.cancelAll()
      if case .some(.none) = result { result = try await group.next() }
      guard let result, let result else { throw CancellationError() }
      return result
    }
  }

  /// Waits for the grace time, unless nothing was written or someone is in a hurry.
  private func waitOut(_ grace: Duration) async {
    guard state.withLock({ $0.isWriting && !$0.isHurried }) else { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await Task.sleep(for: grace) }
      group.addTask {
        for await _ in self.news.stream where self.state.withLock({ $0.isHurried }) { break }
      }
      await group.next()
      group.cancelAll()
    }
  }
}

/// Checks at intervals that the lock is still held, and stops the run if it is not: another run may have begun.
struct LockWatch: Sendable {
  let lock: HeldLock
  let interval: Duration
  let stop: StopRequest

  /// Runs the body, and asks it to stop if the lock is lost.
  func watching<Result: Sendable>(_ body: () async -> Result) async -> Result {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await watch() }
      let result = await body()
      group.cancelAll()
      return result
    }
  }

  private func watch() async {
    while true {
      do {
        try await Task.sleep(for: interval)
        try await lock.confirm()
      } catch is CancellationError {
        return
      } catch is LockLostError {
        stop.request(.failure)
        return
      } catch {
        // The server did not answer, so the lock may still be held. The run checks it again before it writes the state.
        continue
      }
    }
  }
}
