/// Who is in flight and who waits.
///
/// First come, first served.
///
/// A state machine without I/O.
struct GateState: Sendable {
  /// One visit to the gate.
  typealias Ticket = Int

  /// When each request that is in flight went.
  private(set) var inside: [Ticket: Duration] = [:]
  private(set) var waiting: [Ticket] = []
  private var cancelledEarly: Set<Ticket> = []
  private var lastTicket: Ticket = 0

  /// A ticket for a new visit.
  mutating func newTicket() -> Ticket {
    lastTicket += 1
    return lastTicket
  }

  /// Somebody wants in, and waits from now on; `false` for a visit that was cancelled before it arrived.
  mutating func arrive(_ ticket: Ticket) -> Bool {
    guard cancelledEarly.remove(ticket) == nil else { return false }
    waiting.append(ticket)
    return true
  }

  /// Lets the one in that has waited longest; `nil` when nobody waits or as many are inside as may be.
  mutating func admit(limit: Int, at now: Duration) -> Ticket? {
    guard inside.count < limit, !waiting.isEmpty else { return nil }
    let ticket = waiting.removeFirst()
    inside[ticket] = now
    return ticket
  }

  /// Somebody left; when it had gone in, `nil` for a visit that never did.
  mutating func leave(_ ticket: Ticket) -> Duration? {
    cancelledEarly.remove(ticket)
    return inside.removeValue(forKey: ticket)
  }

  /// Somebody does not want in any more; whether it was waiting and has to be told.
  ///
  /// A visit that is inside goes on until it leaves.
  mutating func cancel(_ ticket: Ticket) -> Bool {
    guard let index = waiting.firstIndex(of: ticket) else {
      if inside[ticket] == nil { cancelledEarly.insert(ticket) }
      return false
    }
    waiting.remove(at: index)
    return true
  }
}
