import Dispatch
import Synchronization

/// A question on the terminal, whose answer is read on a thread of its own.
final class Question: Sendable {
  private enum State {
    case unasked
    case waiting(CheckedContinuation<String?, any Error>)
    case ended
  }

  private let state = Mutex(State.unasked)

  private init() {}

  /// Asks for a yes.
  ///
  /// Only the whole word counts, so that a habit of pressing `y` approves nothing.
  static func isConfirmed(_ question: String, _ console: Console) async throws -> Bool {
    console.say("\(question)\n  Only `yes` is accepted: ")
    do {
      return try await answer() == "yes"
    } catch {
      // Goes below the line that the question left open.
      console.say("\n")
      throw error
    }
  }

  /// The next line of standard input; `nil` at its end.
  ///
  /// - Throws: `CancellationError` if the task is cancelled. The reading thread then stays until the process ends.
  private static func answer() async throws -> String? {
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

  /// Whether to wait: not if the task was cancelled before.
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
