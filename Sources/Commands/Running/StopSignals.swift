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
/// Every command listens to them, because the kernel's default does not apply to process 1 of a container, and the default of SIGQUIT prints
/// a backtrace. Without a ``StopRequest`` the first signal ends the process. They are heard on a thread of their own, so that a program
/// whose other threads are all busy or blocked still ends.
enum StopSignals {
  /// Terminals, process groups and service managers often send two signals for one request to stop.
  private static let doublingInterval = Duration.milliseconds(250)
  private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  private struct State {
    /// Gets the number of the request to stop, from 1; `nil` while the first one ends the process.
    var react: (@Sendable (Int) -> Void)?
    var count = 0
    var last: ContinuousClock.Instant?
  }

  private static let state = Mutex(State())
  private static let queue = DispatchQueue(label: "segplan.signals")
  /// Made once, and kept for the life of the process.
  private nonisolated(unsafe) static let sources: [any DispatchSourceSignal] = numbers.compactMap { number in
    // `nohup` starts a program with SIGHUP ignored, and means it.
    if number == SIGHUP && isIgnored(number) { return nil }
    #if canImport(Darwin)
      // kqueue hears of the signal as well, and the default must not act on it first.
      signal(number, SIG_IGN)
    #endif
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { received() }
    source.activate()
    return source
  }

  /// Begins to listen.
  ///
  /// Once is enough; more does no harm.
  static func listen() {
    // A reader of the output that has gone is seen where it is written to.
    signal(SIGPIPE, SIG_IGN)
    _ = sources
  }

  /// Runs the body, which the signals stop in good order.
  ///
  /// The first request to stop becomes an interruption. The second one hurries it, and the third one ends the process at once, which is safe:
  /// the journal has every acknowledged change. This stays so after the body has ended, so that a late signal does not cut off the report.
  ///
  /// - Parameters:
  ///   - stop: What the signals request.
  ///   - onFirst: Hears of the first one.
  ///   - body: What the signals are to stop.
  /// - Returns: What the body returns.
  /// - Throws: Whatever the body throws.
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

  /// From now on the next request to stop ends the process at once with this status: what is left to do is to tell others, which may hang.
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
    // Functions cannot be compared otherwise.
    unsafeBitCast(signal(number, SIG_IGN), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
