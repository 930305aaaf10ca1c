import Synchronization

/// Holds whoever comes until enough are there; whoever comes later passes.
///
/// One that is cancelled opens it for all: a test whose time is up has to end.
package final class Barrier: Sendable {
  private struct State {
    var missing: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  package init(count: Int) { state = Mutex(State(missing: count)) }

  package func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        release { state in
          state.missing -= 1
          state.waiting.append(continuation)
        }
      }
    } onCancel: {
      release { $0.missing = 0 }
    }
  }

  private func release(_ change: (inout State) -> Void) {
    let released = state.withLock { state in
      change(&state)
      guard state.missing <= 0 else { return [CheckedContinuation<Void, Never>]() }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in released { continuation.resume() }
  }
}
