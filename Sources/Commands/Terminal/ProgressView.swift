import FileAccess
import Planning
import Reporting
import Synchronization

/// Shows on standard error how far an apply is: one line that is drawn over on a terminal, a plain line every few seconds elsewhere.
final class ProgressView: Sendable {
  private static let terminalInterval = Duration.milliseconds(100)
  private static let plainInterval = Duration.seconds(5)

  private struct State {
    var line = ProgressLine()
    var started: ContinuousClock.Instant?
    var drawn: ContinuousClock.Instant?
    var isOnScreen = false
  }

  private let console: Console
  private let isTerminal = FileAccess.isTerminal(FileAccess.standardError)
  private let clock = ContinuousClock()
  private let state = Mutex(State())

  init(console: Console) { self.console = console }

  func report(_ event: ApplyEvent) {
    guard !console.isQuiet else { return }
    switch event {
    case .started(_, let members):
      state.withLock { state in
        state.line.total = members
        state.started = clock.now
        state.drawn = clock.now
      }
    case .batchDone(_, _, let members):
      advance { $0.done = min($0.done + members, $0.total) }
    case .failed(_, let members):
      advance { $0.failures += members }
    case .creatingProfiles(let customers):
      sayAbove("Creating \(Quantity.of(customers, "shopper profile"))…")
    case .segmentCreated(let name, let id):
      sayAbove("Created segment \"\(name)\" (\(id))")
    case .segmentUpdated(let name):
      sayAbove("Updated segment \"\(name)\"")
    case .segmentDeleted(let name):
      sayAbove("Deleted segment \"\(name)\"")
    case .verifying(let segments):
      finish()
      sayAbove("Verifying \(Quantity.of(segments, "segment"))…")
    }
  }

  /// Says a line without tearing the one that is drawn over.
  func tell(_ text: String) {
    if !console.isQuiet { sayAbove(text) }
  }

  /// Leaves the line as it is at the end and goes below it.
  func finish() {
    state.withLock { state in
      guard let started = state.started else { return }
      state.line.elapsed = clock.now - started
      draw(&state, isLast: true)
      state.started = nil
    }
  }

  private func advance(_ change: (inout ProgressLine) -> Void) {
    state.withLock { state in
      change(&state.line)
      let now = clock.now
      let interval = isTerminal ? Self.terminalInterval : Self.plainInterval
      guard let started = state.started, now - (state.drawn ?? started) >= interval else { return }
      state.line.elapsed = now - started
      state.drawn = now
      draw(&state, isLast: false)
    }
  }

  private func sayAbove(_ text: String) {
    state.withLock { state in
      console.say("\(state.isOnScreen ? Self.erase : "")\(text)\n")
      state.isOnScreen = false
    }
  }

  private func draw(_ state: inout State, isLast: Bool) {
    guard isTerminal else {
      console.say(state.line.text(width: 200) + "\n")
      return
    }
    let width = (FileAccess.terminalWidth(FileAccess.standardError) ?? 80) - 1
    console.say("\(Self.erase)\(state.line.text(width: width))\(isLast ? "\n" : "")")
    state.isOnScreen = !isLast
  }

  /// To the first column, and erase to the right end (ECMA-48, EL).
  private static let erase = "\r\u{1B}[K"
}
