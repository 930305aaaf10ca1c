import TestSupport
import Testing

@testable import StoreClient

/// The requests in flight and the requests that wait, at a store without a quota.
@Suite struct RequestOrderTests {
  private typealias Ticket = PacingState.Ticket

  private static let served = ExchangeOutcome(status: 200, report: .none)

  /// A state at which this many requests have arrived, their tickets, and those that were admitted.
  private static func state(limit: Int, _ count: Int) -> (PacingState, [Ticket], admitted: [Ticket]) {
    var state = PacingState(parallelism: limit, quotaShare: 100, retries: RetryPolicy())
    let first = state.newTicket()
    _ = state.arrive(first, at: .zero)
    // The first answer shows that the store has no quota.
    _ = leave(first, &state)
    let tickets = (0..<count).map { _ in state.newTicket() }
    let admitted = tickets.flatMap { Self.admitted(state.arrive($0, at: .zero)) }
    return (state, tickets, admitted)
  }

  private static func admitted(_ steps: [PacingState.Step]) -> [Ticket] {
    steps.compactMap { if case .admit(let ticket) = $0 { ticket } else { nil } }
  }

  private static func leave(_ ticket: Ticket, _ state: inout PacingState, _ outcome: ExchangeOutcome = served) -> [Ticket] {
    admitted(state.leave(ticket, outcome, isWrite: false, dice: 0, at: .zero))
  }

  @Test func `requests are admitted up to the limit, in the order in which they came`() {
    var (state, tickets, admitted) = Self.state(limit: 2, 4)
    #expect(admitted == Array(tickets[0...1]))
    #expect(Self.leave(tickets[1], &state) == [tickets[2]])
    #expect(Self.leave(tickets[2], &state) == [tickets[3]])
    #expect(Self.leave(tickets[3], &state) == [])
    #expect(Set(state.inFlight.keys) == [tickets[0]])
  }

  @Test func `a smaller limit does not cancel requests in flight`() {
    var (state, tickets, admitted) = Self.state(limit: 4, 6)
    #expect(admitted == Array(tickets[0...3]))
    let overload = ExchangeOutcome(status: 503, report: .none)
    #expect(Self.leave(tickets[0], &state, overload) == [])
    #expect(state.concurrency.current == 2)
    #expect(Set(state.inFlight.keys) == Set(tickets[1...3]))
    #expect(Self.leave(tickets[1], &state) == [])
    // The second good answer raises the limit to three again.
    #expect(Self.leave(tickets[2], &state) == Array(tickets[4...5]))
  }

  @Test func `a cancelled request leaves the queue, and the next one gets its place`() {
    var (state, tickets, admitted) = Self.state(limit: 1, 3)
    #expect(admitted == [tickets[0]])
    #expect(state.cancel(tickets[1]) == [.turnAway(tickets[1])])
    #expect(Self.leave(tickets[0], &state) == [tickets[2]])
  }

  @Test func `a cancelled request in flight stays until it leaves`() {
    var (state, tickets, admitted) = Self.state(limit: 1, 2)
    #expect(admitted == [tickets[0]])
    #expect(state.cancel(tickets[0]) == [])
    #expect(Set(state.inFlight.keys) == [tickets[0]])
    #expect(Self.leave(tickets[0], &state) == [tickets[1]])
  }

  @Test(arguments: SeededRandom.seeds(50)) func `in every case, the limit is kept and no request is lost`(
    seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    let limit = Int.random(in: 1...10, using: &random)
    var (state, _, _) = Self.state(limit: limit, 0)
    var inside: [Ticket] = []
    var waiting: [Ticket] = []
    for _ in 0..<500 {
      var admitted: [Ticket] = []
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1:
        let ticket = state.newTicket()
        waiting.append(ticket)
        admitted = Self.admitted(state.arrive(ticket, at: .zero))
      case 2 where !inside.isEmpty:
        admitted = Self.leave(inside.remove(at: Int.random(in: 0..<inside.count, using: &random)), &state)
      case 3 where !waiting.isEmpty:
        let ticket = waiting.remove(at: Int.random(in: 0..<waiting.count, using: &random))
        #expect(state.cancel(ticket) == [.turnAway(ticket)])
      default:
        break
      }
      for ticket in admitted {
        #expect(ticket == waiting.removeFirst())
        inside.append(ticket)
      }
      #expect(inside.count <= limit)
      #expect(Set(state.inFlight.keys) == Set(inside))
      #expect(waiting.isEmpty || inside.count == limit)
    }
  }
}
