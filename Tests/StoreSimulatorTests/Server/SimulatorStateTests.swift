import TestSupport
import Testing

@testable import StoreSimulator

/// Requests in flight, without HTTP.
@Suite struct SimulatorStateTests {
  private static let request = ReceivedRequest(
    method: "GET",
    path: "/stores/x/v3/segments",
    query: "",
    token: SimulatorSettings.standardToken,
    contentType: nil,
    body: []
  )

  @Test func `the eleventh request in flight is refused and counted`() {
    var state = SimulatorState(store: Store(), settings: SimulatorSettings())
    let arrivals = (1...11).map { _ in state.arrive(Self.request, at: .zero) }
    #expect(arrivals.map { state.answer(Self.request, $0, at: .zero).status } == Array(repeating: 200, count: 10) + [429])
    #expect(state.log.map(\.inFlight) == Array(1...11))
    #expect(state.log.map(\.status) == Array(repeating: 200, count: 10) + [429])
    // When one of them has left, the next request is the eleventh again.
    state.leave(arrivals[10].ticket)
    #expect(state.answer(Self.request, state.arrive(Self.request, at: .zero), at: .zero).status == 429)
  }

  @Test func `a request that has ended is no longer in flight, even if it ends twice`() {
    var state = SimulatorState(store: Store(), settings: SimulatorSettings())
    let arrivals = (1...10).map { _ in state.arrive(Self.request, at: .zero) }
    for _ in 1...3 { state.leave(arrivals[0].ticket) }
    #expect(state.answer(Self.request, state.arrive(Self.request, at: .zero), at: .zero).status == 200)
    #expect(state.answer(Self.request, state.arrive(Self.request, at: .zero), at: .zero).status == 429)
  }
}
