import Planning
import Reporting
import StoreClient
import Synchronization

/// Shows the progress of a run on standard error.
///
/// On a terminal it is one line that is drawn over; elsewhere, an apply prints a line every few seconds.
final class ProgressView: Sendable {
  private static let terminalInterval = Duration.milliseconds(100)
  private static let plainInterval = Duration.seconds(5)
  /// Reading that takes less time is not shown.
  private static let initialDelay = Duration.milliseconds(500)

  private struct State {
    var reading = ReadingLine()
    var line = ProgressLine()
    /// When the first batch was sent; `nil` before and after the batches.
    var started: ContinuousClock.Instant?
    var drawn: ContinuousClock.Instant
  }

  private let console: Console
  private let clock = ContinuousClock()
  private let state: Mutex<State>

  init(console: Console) {
    self.console = console
    state = Mutex(State(drawn: clock.now + Self.initialDelay))
  }

  func report(_ event: ApplyEvent) {
    switch event {
    case .started(_, let members):
      state.withLock { state in
        state.line.total = members
        state.started = clock.now
        state.drawn = clock.now
      }
    case .batchDone(_, _, let members): advance { $0.done = min($0.done + members, $0.total) }
    case .failed(_, let members):
      advance {
        $0.done = min($0.done + members, $0.total)
        $0.failures += members
      }
    case .creatingProfiles(let customers): console.note("Creating \(Quantity.of(customers, "shopper profile"))…")
    case .segmentCreated(let name, let id): console.note("Created segment \"\(name)\" (\(id))")
    case .segmentUpdated(let name): console.note("Updated segment \"\(name)\"")
    case .segmentDeleted(let name): console.note("Deleted segment \"\(name)\"")
    case .verifying(let segments):
      finish()
      console.note("Verifying \(Quantity.of(segments, "segment"))…")
    case .listing(let name, let reason): console.note("Listing segment \"\(name)\" to verify its changes: \(reason)")
    }
  }

  @Sendable func report(_ event: StoreClientEvent) {
    if case .reading(let progress) = event { return read(progress) }
    if let words = event.words { console.note(words) }
  }

  /// Prints the final progress of the batches.
  func finish() {
    state.withLock { state in
      guard let started = state.started else { return }
      state.line.elapsed = clock.now - started
      console.note(state.line.text(width: 200))
      state.started = nil
      state.reading = ReadingLine()
    }
  }

  private func read(_ progress: ReadingProgress) {
    state.withLock { state in
      switch progress {
      case .customersToLookUp(let count): state.reading.customersToLookUp += count
      case .customersLookedUp(let count): state.reading.customersLookedUp += count
      case .membersToList(let count): state.reading.membersToList += count
      case .membersListed(let count): state.reading.membersListed += count
      }
      // Batches may list members too, to find out their result.
      guard state.started == nil, console.canDrawOver, isDue(&state, Self.terminalInterval) else { return }
      console.showPassing { state.reading.text(width: $0) }
    }
  }

  private func advance(_ change: (inout ProgressLine) -> Void) {
    state.withLock { state in
      change(&state.line)
      let interval = console.canDrawOver ? Self.terminalInterval : Self.plainInterval
      guard let started = state.started, isDue(&state, interval) else { return }
      state.line.elapsed = clock.now - started
      if console.canDrawOver {
        console.showPassing { state.line.text(width: $0) }
      } else {
        console.note(state.line.text(width: 200))
      }
    }
  }

  private func isDue(_ state: inout State, _ interval: Duration) -> Bool {
    guard clock.now - state.drawn >= interval else { return false }
    state.drawn = clock.now
    return true
  }
}
