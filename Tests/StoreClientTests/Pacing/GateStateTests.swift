import TestSupport
import Testing

@testable import StoreClient

@Suite struct GateStateTests {
  /// A gate at which this many have arrived, and their tickets.
  private static func gate(_ count: Int) -> (GateState, [GateState.Ticket]) {
    var gate = GateState()
    let tickets = (0..<count).map { _ in gate.newTicket() }
    for ticket in tickets { gate.arrive(ticket) }
    return (gate, tickets)
  }

  @Test func `requests are admitted up to the limit, in the order in which they came`() {
    var (gate, tickets) = Self.gate(4)
    #expect(gate.admit(limit: 2, at: .zero) == tickets[0])
    #expect(gate.admit(limit: 2, at: .zero) == tickets[1])
    #expect(gate.admit(limit: 2, at: .zero) == nil)
    #expect(gate.leave(tickets[1]) == .zero)
    #expect(gate.admit(limit: 2, at: .zero) == tickets[2])
    #expect(gate.admit(limit: 2, at: .zero) == nil)
    #expect(gate.admit(limit: 3, at: .zero) == tickets[3])
    #expect(gate.admit(limit: 10, at: .zero) == nil)
  }

  @Test func `a smaller limit does not cancel requests in flight`() {
    var (gate, tickets) = Self.gate(3)
    for _ in 0..<2 { #expect(gate.admit(limit: 2, at: .zero) != nil) }
    #expect(gate.admit(limit: 1, at: .zero) == nil)
    #expect(gate.leave(tickets[0]) == .zero)
    #expect(gate.admit(limit: 1, at: .zero) == nil)
    #expect(gate.leave(tickets[1]) == .zero)
    #expect(gate.admit(limit: 1, at: .zero) == tickets[2])
  }

  @Test func `a cancelled request leaves the queue, and the next one gets its place`() {
    var (gate, tickets) = Self.gate(3)
    #expect(gate.admit(limit: 1, at: .zero) == tickets[0])
    #expect(gate.cancel(tickets[1]) == true)
    #expect(gate.leave(tickets[0]) == .zero)
    #expect(gate.admit(limit: 1, at: .zero) == tickets[2])
  }

  @Test func `a cancelled request in flight stays until it leaves`() {
    var (gate, tickets) = Self.gate(2)
    #expect(gate.admit(limit: 1, at: .zero) == tickets[0])
    #expect(gate.cancel(tickets[0]) == false)
    #expect(gate.admit(limit: 1, at: .zero) == nil)
    #expect(gate.leave(tickets[0]) == .zero)
    #expect(gate.admit(limit: 1, at: .zero) == tickets[1])
  }

  @Test(arguments: SeededRandom.seeds(50)) func `in every case, the limit is kept and no request is lost`(
    seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    let limit = Int.random(in: 1...10, using: &random)
    var gate = GateState()
    var inside: [GateState.Ticket] = []
    var waiting: [GateState.Ticket] = []
    for _ in 0..<500 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1:
        let ticket = gate.newTicket()
        gate.arrive(ticket)
        waiting.append(ticket)
      case 2 where !inside.isEmpty:
        #expect(gate.leave(inside.remove(at: Int.random(in: 0..<inside.count, using: &random))) == .zero)
      case 3 where !waiting.isEmpty:
        #expect(gate.cancel(waiting.remove(at: Int.random(in: 0..<waiting.count, using: &random))) == true)
      default:
        break
      }
      while let ticket = gate.admit(limit: limit, at: .zero) {
        #expect(ticket == waiting.removeFirst())
        inside.append(ticket)
      }
      #expect(inside.count <= limit)
      #expect(Set(gate.inside.keys) == Set(inside))
      #expect(gate.waiting == waiting)
      #expect(waiting.isEmpty || inside.count == limit)
    }
  }
}
