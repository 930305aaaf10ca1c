import Dispatch

/// Questions on the terminal, whose answers are read on a thread of their own.
enum Question {
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
    try Task.checkCancellation()
    let (lines, line) = AsyncStream.makeStream(of: String?.self)
    DispatchQueue.global().async { @Sendable in line.yield(readLine()) }
    // A stream ends without an element when its task is cancelled.
    for await answer in lines { return answer }
    throw CancellationError()
  }
}
