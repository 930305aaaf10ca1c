import Dispatch
import Synchronization

/// A question on the terminal, whose answer is read without holding up the task that waits for it.
final class Question: Sendable {
  private enum State {
    case unasked
    case waiting(CheckedContinuation<String?, any Error>)
    case ended
  }

  private let state = Mutex(State.unasked)

  private init() {}

  /// The next line of standard input; `nil` at its end.
  ///
  /// - Throws: `CancellationError` when the task is cancelled meanwhile. The thread that reads stays behind then, until the process
  ///   ends, which it is about to.
  static func answer() async throws -> String? {
    let question = Question()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard question.begin(continuation) else {
          continuation.resume(throwing: CancellationError())
          return
        }
        DispatchQueue.global().async { @Sendable in question.end(.success(readLine())) }
      }
    } onCancel: {
      question.end(.failure(CancellationError()))
    }
  }

  /// Whether there is still something to wait for.
  private func begin(_ continuation: CheckedContinuation<String?, any Error>) -> Bool {
    state.withLock { state in
      guard case .unasked = state else { return false }
      state = .waiting(continuation)
      return true
    }
  }

  private func end(_ answer: Result<String?, any Error>) {
    let continuation = state.withLock { state -> CheckedContinuation<String?, any Error>? in
      defer { state = .ended }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    continuation?.resume(with: answer)
  }
}
