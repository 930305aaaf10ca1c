package import SegmentModel
import Synchronization

/// A store that speaks the vendor's API, without the HTTP: ``SimulatorServer`` puts it on the network.
///
/// One store, whatever the hash in the path is.
package final class Simulator: Sendable {
  let settings: SimulatorSettings
  private let state: Mutex<SimulatorState>

  package init(store: Store, settings: SimulatorSettings = SimulatorSettings()) {
    self.settings = settings
    state = Mutex(SimulatorState(store: store, settings: settings))
  }

  /// The store as it is now: a copy.
  package var store: Store { state.withLock { $0.store } }

  /// The requests that the store has had, in order of arrival.
  package var log: [RequestRecord] { state.withLock { $0.log } }

  /// Changes the store past the API and its log, for setting a test up.
  ///
  /// - Throws: Whatever the body throws.
  package func edit<Result: Sendable, Failure: Error>(
    _ body: (inout Store) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in try body(&state.store) }
  }

  /// The segment's members; empty when there is no such segment.
  package func members(of segment: SegmentID) -> MemberSet { store.members(of: segment) ?? .empty }

  /// Answers a request. It is in flight until it has left.
  func answer(_ request: StoreRequest) async throws -> (SimulatorState.Ticket, StoreAnswer) {
    let arrival = state.withLock { $0.arrive(request) }
    return (arrival.ticket, state.withLock { $0.answer(request, arrival) })
  }

  /// The request is answered, or its sender has gone.
  func leave(_ ticket: SimulatorState.Ticket) { state.withLock { $0.leave(ticket) } }
}
