import Dispatch
import Reconciliation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The signals that ask a program to end: SIGINT (Ctrl-C), SIGTERM, SIGHUP and SIGQUIT, all with the same meaning.
///
/// Every command handles them, because the kernel's default does not apply to process 1 of a container, and SIGQUIT
/// would print a backtrace. Without a ``StopRequest``, the first signal ends the process. They have a thread of their
/// own, so that a program ends even if all its other threads are busy or blocked.
enum StopSignals {
  /// Terminals, process groups and service managers often send two signals for a single request to stop.
  private static let doublingInterval = Duration.milliseconds(250)
  private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  private struct State {
    /// Called with the number of the request to stop, from 1; `nil` if the first one ends the process.
    var react: (@Sendable (Int) -> Void)?
    var count = 0
    var last: ContinuousClock.Instant?
  }

  private static let state = Mutex(State())
  private static let queue = DispatchQueue(label: "segplan.signals")
  /// Created once and kept until the process ends.
  private nonisolated(unsafe) static let sources: [any DispatchSourceSignal] = numbers.compactMap { number in
    // `nohup` starts a program with SIGHUP ignored, which must stay so.
    if number == SIGHUP && isIgnored(number) { return nil }
    #if canImport(Darwin)
      // The default action would come before kqueue reports the signal.
      signal(number, SIG_IGN)
    #endif
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { received() }
    source.activate()
    return source
  }

  /// Begins to handle signals; further calls have no effect.
  static func listen() {
    // A closed pipe is noticed by the write instead.
    signal(SIGPIPE, SIG_IGN)
    _ = sources
  }

  /// Runs the body, which the signals stop in an orderly way.
  ///
  /// The first request to stop becomes an interruption. The second one hurries it. The third one ends the process at
  /// once, which is safe: the journal has every acknowledged change. This also applies after the body has ended, so
  /// that a late signal does not cut off the report.
  static func withStopSignals<Result: Sendable>(
    _ stop: StopRequest,
    onFirst: @escaping @Sendable () -> Void,
    _ body: () async throws -> Result
  ) async throws -> Result {
    listen()
    state.withLock { state in
      state.react = { number in
        switch number {
        case 1:
          stop.request(.interruption)
          onFirst()
        case 2: stop.hurry()
        default: exitAtOnce()
        }
      }
    }
    return try await body()
  }

  /// Makes the next request to stop end the process at once with this status: only messages are left, which may hang.
  static func endAtOnce(with status: ExitStatus) {
    state.withLock { $0.react = { _ in _exit(status.rawValue) } }
  }

  private static func received() {
    let now = ContinuousClock.now
    let reaction = state.withLock { state -> (@Sendable (Int) -> Void, Int)? in
      guard let react = state.react else { return ({ _ in exitAtOnce() }, 1) }
      if let last = state.last, now - last < doublingInterval { return nil }
      state.last = now
      state.count += 1
      return (react, state.count)
    }
    if let (react, number) = reaction { react(number) }
  }

  /// Without cleanup or flushing.
  private static func exitAtOnce() -> Never { _exit(ExitStatus.interrupted.rawValue) }

  /// Leaves the signal ignored.
  private static func isIgnored(_ number: Int32) -> Bool {
    // Functions can only be compared as bits.
    unsafeBitCast(signal(number, SIG_IGN), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
