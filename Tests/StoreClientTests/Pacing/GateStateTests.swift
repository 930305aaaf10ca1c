import TestSupport
import Testing

@testable import StoreClient

@Suite struct GateStateTests {
  @Test func `as many go in as there is room, then they wait in the order in which they came`() {
    var gate = GateState(limit: 2)
    let tickets = (0..<5).map { _ in gate.newTicket() }
    #expect(tickets.map { gate.arrive($0) } == [.go, .go, .wait, .wait, .wait])
    #expect(gate.leave(tickets[1]) == tickets[2])
    #expect(gate.leave(tickets[0]) == tickets[3])
    #expect(gate.leave(tickets[2]) == tickets[4])
    #expect(gate.leave(tickets[3]) == nil)
    #expect(gate.leave(tickets[4]) == nil)
    #expect(gate.inside == 0)
  }

  @Test func `who gives up leaves the queue, and the place goes to the next`() {
    var gate = GateState(limit: 1)
    let tickets = (0..<3).map { _ in gate.newTicket() }
    for ticket in tickets { _ = gate.arrive(ticket) }
    let hadWaited = gate.cancel(tickets[1])
    #expect(hadWaited)
    #expect(gate.leave(tickets[0]) == tickets[2])
  }

  @Test func `who gives up before arriving is turned away, and takes no place`() {
    var gate = GateState(limit: 1)
    let ticket = gate.newTicket()
    let hadWaited = gate.cancel(ticket)
    #expect(!hadWaited)
    #expect(gate.arrive(ticket) == .cancelled)
    #expect(gate.inside == 0)
  }

  @Test func `who gives up inside stays until leaving`() {
    var gate = GateState(limit: 1)
    let first = gate.newTicket()
    let second = gate.newTicket()
    _ = gate.arrive(first)
    _ = gate.arrive(second)
    let hadWaited = gate.cancel(first)
    #expect(!hadWaited)
    #expect(gate.inside == 1)
    #expect(gate.leave(first) == second)
  }

  @Test(arguments: SeededRandom.seeds(50)) func `whatever happens, never too many are inside and nobody is forgotten`(
    seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    let limit = Int.random(in: 1...10, using: &random)
    var gate = GateState(limit: limit)
    var inside: [GateState.Ticket] = []
    var waiting: [GateState.Ticket] = []
    for _ in 0..<500 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1:
        let ticket = gate.newTicket()
        if gate.arrive(ticket) == .go { inside.append(ticket) } else { waiting.append(ticket) }
      case 2 where !inside.isEmpty:
        let next = gate.leave(inside.remove(at: Int.random(in: 0..<inside.count, using: &random)))
        #expect(next == waiting.first)
        if let next {
          waiting.removeFirst()
          inside.append(next)
        }
      case 3 where !waiting.isEmpty:
        let hadWaited = gate.cancel(waiting.remove(at: Int.random(in: 0..<waiting.count, using: &random)))
        #expect(hadWaited)
      default:
        break
      }
      #expect(inside.count <= limit, "seed \(seed)")
      #expect(gate.inside == inside.count)
      #expect(waiting.isEmpty || inside.count == limit)
    }
  }
}
