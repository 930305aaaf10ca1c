import Reconciliation
import UnixSignals

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SIGINT (Ctrl-C) and SIGTERM as wishes to stop.
enum StopSignals {
  /// Runs the body while the first signal becomes a stop request, and a second one ends the process at once.
  ///
  /// Ending at once is safe: the journal has every acknowledged change, and the kernel drops a local lock.
  ///
  /// - Parameters:
  ///   - stop: What the first signal requests.
  ///   - onFirst: Says so.
  ///   - body: What the signals are to stop.
  /// - Returns: What the body returns.
  /// - Throws: Whatever the body throws.
  static func withStopSignals<Result: Sendable>(
    _ stop: StopRequest,
    onFirst: @escaping @Sendable () -> Void,
    _ body: () async throws -> Result
  ) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let listener = Task {
      var count = 0
      for await _ in signals {
        count += 1
        // No cleanup, no flushing: whoever sends a second signal wants no more of it.
        if count > 1 { _exit(ExitStatus.interrupted.rawValue) }
        stop.request(.interruption)
        onFirst()
      }
    }
    defer { listener.cancel() }
    return try await body()
  }
}
