import StateStorage
import Synchronization

/// A request to stop: nothing new is started, and requests in flight get some time to end.
///
/// Once made it stays.
package final class StopRequest: Sendable {
  /// Who asked for it.
  package enum Reason: Hashable, Sendable {
    /// A person, or the machine that is about to go down.
    case interruption
    /// The run itself: whatever it would do next would fail the same way.
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

  /// Whether it came from outside.
  package var isInterruption: Bool { state.withLock { $0.reason == .interruption } }

  /// Asks the run to stop; the first reason counts.
  package func request(_ reason: Reason) {
    state.withLock { $0.reason = $0.reason ?? reason }
    if reason == .interruption { news.continuation.yield() }
  }

  /// Ends the grace time: the run waits for the store no longer.
  ///
  /// What it then records and gives back is not cut short.
  package func hurry() {
    state.withLock { $0.isHurried = true }
    news.continuation.yield()
  }

  /// Says that the run begins to change the store: from now on it is not cut off at once.
  ///
  /// - Throws: `CancellationError` when an interruption came before.
  func beginWriting() throws {
    try state.withLock { state in
      if state.reason == .interruption { throw CancellationError() }
      state.isWriting = true
    }
  }

  /// Runs the body and cancels it when an interruption comes: at once while nothing has been changed, and after the grace time or when it is
  /// hurried once the run writes, so that the requests in flight can end.
  ///
  /// At most one body at a time.
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
      // Whichever comes first, what is left is cancelled; the body is then awaited, and its result is the result.
      var result = try await group.next()
      group.cancelAll()
      if case .some(.none) = result { result = try await group.next() }
      guard let result, let result else { throw CancellationError() }
      return result
    }
  }

  /// Returns at the end of the grace time, or as soon as there is a reason not to wait for it.
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

/// Looks now and then whether the lock is still held while the store is changed, and stops the run when it is not: whoever freed it may
/// have let another run begin.
struct LockWatch: Sendable {
  let lock: HeldLock
  let interval: Duration
  let stop: StopRequest

  /// Runs the body, which is asked to stop when the lock is lost.
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
        // A server that does not answer says nothing about the lock; before the state is written it is asked again.
        continue
      }
    }
  }
}
