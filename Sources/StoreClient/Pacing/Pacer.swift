import HTTPExchange
import Logging
import Synchronization

/// Sends each request when ``PacingState`` admits it; one for the whole process.
final class Pacer: Sendable {
  private struct Waiters {
    var state: PacingState
    var continuations: [PacingState.Ticket: CheckedContinuation<Void, any Error>] = [:]
  }

  private let waiters: Mutex<Waiters>
  private let settings: StoreClientSettings
  private let alarms: AsyncStream<Duration>
  private let alarmRequests: AsyncStream<Duration>.Continuation

  init(_ settings: StoreClientSettings) {
    let state = PacingState(parallelism: settings.parallelism, quotaShare: settings.quotaShare, retries: settings.retries)
    waiters = Mutex(Waiters(state: state))
    self.settings = settings
    (alarms, alarmRequests) = AsyncStream.makeStream()
  }

  /// Rings the alarms until the task is cancelled.
  ///
  /// Without it, requests that wait for a time would wait forever.
  func ringAlarms() async {
    await withDiscardingTaskGroup { group in
      for await time in alarms {
        group.addTask {
          do {
            try await self.settings.time.pause(max(.zero, time - self.settings.time.now()))
          } catch {
            return  // Cancelled: the client is closing, and no request waits.
          }
          self.advance { $0.wake(at: $1) }
        }
      }
    }
  }

  /// Sends a request when it is admitted; returns the answer and the rest of the pause after a 429.
  ///
  /// - Throws: `CancellationError` when the task is cancelled while it waits, and what `send` throws.
  func pass(
    isWrite: Bool,
    _ send: () async throws -> StoreResponse
  ) async throws -> (response: StoreResponse, sharedPause: Duration?) {
    let ticket = waiters.withLock { $0.state.newTicket() }
    try await enter(ticket)
    do {
      let response = try await send()
      let outcome = ExchangeOutcome(status: response.status, report: response.rateLimit)
      return (response, leave(ticket, outcome, isWrite: isWrite))
    } catch {
      let isTimeout = if case .timedOut = (error as? StoreError)?.kind { true } else { false }
      _ = leave(ticket, isTimeout ? .timedOut : .lost, isWrite: isWrite)
      throw error
    }
  }

  /// How long so many requests take at our share of the store's quota.
  func time(for requests: Int) -> Duration { waiters.withLock { $0.state.quota.time(for: requests) } }

  /// The store's quota per window and what is left of it.
  var quota: (limit: Int, left: Int)? { waiters.withLock { $0.state.quota.stated } }

  private func enter(_ ticket: PacingState.Ticket) async throws {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        // A cancellation after this check finds the ticket among the waiting ones: both happen under the lock.
        advance(ticket, continuation) { Task.isCancelled ? [.turnAway(ticket)] : $0.arrive(ticket, at: $1) }
      }
    } onCancel: {
      advance { state, _ in state.cancel(ticket) }
    }
  }

  private func leave(_ ticket: PacingState.Ticket, _ outcome: ExchangeOutcome, isWrite: Bool) -> Duration? {
    let dice = settings.dice()
    advance { $0.leave(ticket, outcome, isWrite: isWrite, dice: dice, at: $1) }
    let pause = waiters.withLock { $0.state.pause.remaining(at: settings.time.now()) }
    guard case .overQuota(let stated) = outcome.meaning else { return pause }
    return max(pause ?? .zero, stated)
  }

  /// Passes an event to the state and carries out the steps that follow.
  private func advance(
    _ ticket: PacingState.Ticket? = nil,
    _ continuation: CheckedContinuation<Void, any Error>? = nil,
    _ event: (inout PacingState, Duration) -> [PacingState.Step]
  ) {
    let work = waiters.withLock { waiters in
      if let ticket { waiters.continuations[ticket] = continuation }
      return event(&waiters.state, settings.time.now()).map { step in
        let continuation: CheckedContinuation<Void, any Error>? =
          switch step {
          case .admit(let ticket), .turnAway(let ticket): waiters.continuations.removeValue(forKey: ticket)
          case .wake, .report: nil
          }
        return (step, continuation)
      }
    }
    // Outside the lock: a resumed task may come back at once.
    for (step, continuation) in work {
      switch step {
      case .admit: continuation?.resume()
      case .turnAway: continuation?.resume(throwing: CancellationError())
      case .wake(let time): alarmRequests.yield(time)
      case .report(let event):
        settings.logger.debug("pause", metadata: ["event": "\(event)"])
        settings.onEvent(event)
      }
    }
  }
}
