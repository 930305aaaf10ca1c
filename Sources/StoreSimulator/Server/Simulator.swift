import NIOCore
package import SegmentModel
import Synchronization

/// A store that speaks the vendor's API, without the HTTP: ``SimulatorServer`` puts it on the network.
///
/// One store, whatever the hash in the path is.
package final class Simulator: Sendable {
  let settings: SimulatorSettings
  private let state: Mutex<SimulatorState>
  /// The request that each open connection is busy with.
  private let busy = Mutex<[ObjectIdentifier: SimulatorState.Ticket]>([:])

  package init(store: Store, settings: SimulatorSettings = SimulatorSettings()) {
    self.settings = settings
    state = Mutex(SimulatorState(store: store, settings: settings))
  }

  /// The store as it is now: a copy.
  package var store: Store { state.withLock { $0.store } }

  /// The requests that the store has had, in order of arrival.
  package var log: [RequestRecord] { state.withLock { $0.log } }

  /// What others than the requests changed, in order.
  package var foreignChanges: [ForeignChange] { state.withLock { $0.foreignChanges } }

  /// Counts of this run.
  package var statistics: SimulatorStatistics { state.withLock { $0.statistics } }

  /// How often each kind of fault has happened, over all faults that ever were set.
  package var faultHits: [FaultKind: Int] { state.withLock { $0.faults.hits } }

  /// The faults that are set, with their counts.
  var activeFaults: ActiveFaults { state.withLock { $0.faults } }

  /// Sets these faults in place of all others.
  package func setFaults(_ faults: [FaultSpec]) { state.withLock { $0.setFaults(faults) } }

  /// Changes the store past the API and its log, for setting a test up.
  package func edit<Result: Sendable, Failure: Error>(
    _ body: (inout Store) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in try body(&state.store) }
  }

  /// Plays another writer, who removes and adds members; ``foreignChanges`` tells of it.
  package func editAsForeigner(_ segment: SegmentID, adding: MemberSet = .empty, removing: MemberSet = .empty) {
    state.withLock { $0.editAsForeigner(segment, adding: adding.ids, removing: removing.ids) }
  }

  /// The segment's members; empty when there is no such segment.
  package func members(of segment: SegmentID) -> MemberSet { store.members(of: segment) ?? .empty }

  /// Answers a request, which is in flight until it has left with its ticket, or its connection is gone.
  func answer(_ request: ReceivedRequest, on connection: ObjectIdentifier) async throws -> (SimulatorState.Ticket, StoreAnswer) {
    let clock = settings.clock
    let arrival = state.withLock { $0.arrive(request, at: clock.now) }
    busy.withLock { $0[connection] = arrival.ticket }
    if arrival.delay > .zero {
      let start = clock.now
      do {
        try await clock.holdUp(for: arrival.delay)
      } catch {
        leave(arrival.ticket, from: connection)
        throw error
      }
      state.withLock { $0.noteDelay(clock.now - start) }
    }
    return (arrival.ticket, state.withLock { $0.answer(request, arrival, at: clock.now) })
  }

  /// The request is answered.
  func leave(_ ticket: SimulatorState.Ticket, from connection: ObjectIdentifier) {
    busy.withLock { $0[connection] = nil }
    state.withLock { $0.leave(ticket) }
  }

  /// The client has hung up.
  ///
  /// A request that it gave up on does not count any more, though it is carried out.
  func connectionEnded(_ connection: ObjectIdentifier) {
    guard let ticket = busy.withLock({ $0.removeValue(forKey: connection) }) else { return }
    state.withLock { $0.leave(ticket) }
  }
}
