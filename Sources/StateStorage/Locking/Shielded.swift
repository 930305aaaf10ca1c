package import Diagnostics

/// How long a stopped run waits for the server that keeps its state.
///
/// Whoever sends the signal kills the process some seconds later: 10 s for `docker stop` and for a cancelled job of GitHub. With the 5 s that
/// requests to the store get, all of these together must end before that.
package enum SettlingTime {
  /// For writing the state, with everything that this takes.
  package static let record = Duration.milliseconds(2600)
  /// For giving the lock back, or for an answer to the request for it.
  static let lock = Duration.milliseconds(1300)
  /// For asking whether the lock is still held.
  static let probe = Duration.milliseconds(500)
}

/// Runs the body to its end even when the task is cancelled, but no longer than `limit` after that.
///
/// For what must not be left half done: a lock that a server gave, a state that is about to be written. Cancelling the task is how a signal
/// stops a run, so that without a signal there is no limit.
///
/// - Throws: Whatever the body throws; ``SettlingTimeoutError`` when it was cut short.
package func shielded<Result: Sendable>(
  for limit: Duration,
  from location: String,
  _ body: @Sendable @escaping () async throws -> Result
) async throws -> Result {
  let task = Task { try await body() }
  return try await withTaskCancellationHandler {
    do {
      return try await task.value
    } catch is CancellationError where task.isCancelled {
      throw SettlingTimeoutError(location: location, limit: limit)
    }
  } onCancel: {
    Task {
      try? await Task.sleep(for: limit)
      task.cancel()
    }
  }
}

/// The server that keeps the state gave no answer in the time that a stopped run had left.
package struct SettlingTimeoutError: DiagnosedError, Hashable {
  let location: String
  let limit: Duration
  /// The lock that the server may have given, or may not have taken back.
  var lockID: String?

  package var diagnostics: [Diagnostic] {
    var detail = "The run was told to stop and waits no longer, so it is not known whether the server did what it was asked for."
    if let lockID {
      detail += """
         The lock may be held. Once you know that no other run is at work, free it:

            segplan unlock \(lockID) --state '\(location)'
        """
    }
    let summary = "the server of the state \(location) gave no answer within \(limit) while the run was stopping"
    return [Diagnostic(("state-timeout", summary, detail))]
  }
}
