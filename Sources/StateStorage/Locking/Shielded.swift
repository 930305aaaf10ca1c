package import Diagnostics

/// How long a stopped run waits for the server that keeps its state.
///
/// `docker stop` and a cancelled GitHub job kill the process 10 s after the signal. All of these times and the 5 s for
/// requests to the store must fit into that.
package enum SettlingTime {
  /// For writing the state.
  package static let record = Duration.milliseconds(2600)
  /// For taking the lock or giving it back.
  static let lock = Duration.milliseconds(1300)
  /// For checking whether the lock is still held.
  static let probe = Duration.milliseconds(500)
}

/// Runs the body to its end even if the task is cancelled, but no longer than `limit` after that.
///
/// For what must not be left half done: taking a lock, or writing a state. A signal stops a run by cancelling the task,
/// so there is no limit without a signal.
///
/// - Throws: Whatever the body throws; ``SettlingTimeoutError`` if the time was up first.
package func shielded<Result: Sendable>(
  for limit: Duration,
  from location: String,
  lockID: String? = nil,
  _ body: @Sendable @escaping () async throws -> Result
) async throws -> Result {
  let task = Task { try await body() }
  return try await withTaskCancellationHandler {
    do {
      return try await task.value
    } catch is CancellationError where task.isCancelled {
      throw SettlingTimeoutError(location: location, limit: limit, lockID: lockID)
    }
  } onCancel: {
    Task {
      try? await Task.sleep(for: limit)
      task.cancel()
    }
  }
}

/// The server of the state did not answer in the time that a stopped run had left.
package struct SettlingTimeoutError: WordedError, Hashable {
  let location: String
  let limit: Duration
  /// The lock that the server may have given, or may not have taken back.
  var lockID: String?

  package var words: DiagnosticWords {
    (
      "state-timeout", "the server of the state \(location) did not answer within \(limit) while the run was stopping",
      "The run had to stop, so it does not know whether the server carried out its request."
        + (lockID.map { " The lock may be held. \(StateServerError.unlockAdvice($0, location))" } ?? "")
    )
  }
}
