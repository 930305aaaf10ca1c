package import SegmentModel
import Synchronization

/// A store that speaks the vendor's API, without HTTP: ``SimulatorServer`` puts it on the network.
///
/// It is one store, whatever hash the path contains.
package final class Simulator: Sendable {
  let settings: SimulatorSettings
  private let state: Mutex<SimulatorState>
  /// The request that each open connection is busy with.
  private let busy = Mutex<[ObjectIdentifier: SimulatorState.Ticket]>([:])

  package init(store: Store, settings: SimulatorSettings = SimulatorSettings()) {
    self.settings = settings
    state = Mutex(SimulatorState(store: store, settings: settings))
  }

  /// A copy of the store as it is now.
  package var store: Store { state.withLock { $0.store } }

  /// The requests to the store, in order of arrival.
  package var log: [RequestRecord] { state.withLock { $0.log } }

  /// The changes that other writers made, in order.
  package var foreignChanges: [ForeignChange] { state.withLock { $0.writer.changes } }

  package var statistics: SimulatorStatistics { state.withLock { $0.statistics } }

  /// How often each kind of fault has happened, over all faults that were ever set.
  package var faultHits: [FaultKind: Int] { state.withLock { $0.faults.hits } }

  var activeFaults: ActiveFaults { state.withLock { $0.faults } }

  /// Replaces all faults.
  package func setFaults(_ faults: [FaultSpec]) { state.withLock { $0.setFaults(faults) } }

  /// Changes the store without the API and its log, to set up a test.
  package func edit<Result: Sendable, Failure: Error>(_ body: (inout Store) throws(Failure) -> Result) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in try body(&state.store) }
  }

  /// Removes and adds members as another writer; ``foreignChanges`` includes the changes.
  package func editAsForeigner(_ segment: SegmentID, adding: MemberSet = .empty, removing: MemberSet = .empty) {
    state.withLock { state in
      state.writer.remove(removing.ids, from: segment, in: &state.store)
      state.writer.add(adding.ids, to: segment, in: &state.store)
    }
  }

  /// The segment's members; empty when the segment does not exist.
  package func members(of segment: SegmentID) -> MemberSet { store.members(of: segment) ?? .empty }

  /// Answers a request, which stays in flight until ``leave(_:from:)`` is called or its connection ends.
  func answer(_ request: ReceivedRequest, on connection: ObjectIdentifier) async throws -> (SimulatorState.Ticket, StoreAnswer) {
    let clock = settings.clock
    let arrival = state.withLock { $0.arrive(request, at: clock.now) }
    busy.withLock { $0[connection] = arrival.ticket }
    let delay = arrival.disturbance.delay
    if delay > .zero {
      let start = clock.now
      do {
        try await clock.holdUp(for: delay)
      } catch {
        leave(arrival.ticket, from: connection)
        throw error
      }
      state.withLock { $0.noteDelay(clock.now - start) }
    }
    return (arrival.ticket, state.withLock { $0.answer(request, arrival, at: clock.now) })
  }

  /// Ends a request that was answered.
  func leave(_ ticket: SimulatorState.Ticket, from connection: ObjectIdentifier) {
    busy.withLock { $0[connection] = nil }
    state.withLock { $0.leave(ticket) }
  }

  /// Ends the request of a client that has hung up.
  ///
  /// It no longer counts as in flight, although it is carried out.
  func connectionEnded(_ connection: ObjectIdentifier) {
    guard let ticket = busy.withLock({ $0.removeValue(forKey: connection) }) else { return }
    state.withLock { $0.leave(ticket) }
  }
}
