/// Who is in flight and who waits.
///
/// First come, first served.
struct GateState: Sendable {
  typealias Ticket = Int

  /// When each request that is in flight went.
  private(set) var inside: [Ticket: Duration] = [:]
  private(set) var waiting: [Ticket] = []
  private var cancelledEarly: Set<Ticket> = []
  private var lastTicket: Ticket = 0

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

/// How many requests may be in flight: halved when the store is overloaded, one more again after each round of good answers.
///
/// Times are durations since any fixed moment.
struct ConcurrencyLimit: Sendable {
  /// The vendor's limit of requests in flight: *Limit of 10 concurrent requests* (segments.v3.yml, add, create and update).
  ///
  /// It was 3 until January 2025, and is counted a store and endpoint; one bound for everything keeps under it.
  static let vendorLimit = 10

  /// What it recovers to, 1 to ``vendorLimit``.
  let maximum: Int
  /// What it is now, 1 to ``maximum``.
  private(set) var current: Int
  private var halvedAt: Duration?
  private var goodAnswers = 0

  /// - Parameter maximum: Brought into 1 to ``vendorLimit``.
  init(maximum: Int) {
    self.maximum = min(max(maximum, 1), Self.vendorLimit)
    current = self.maximum
  }

  /// The store could not serve a request.
  ///
  /// Of the requests that were in flight together the first such answer counts: they all met the same overload.
  mutating func overloaded(sentAt: Duration, at now: Duration) {
    guard sentAt >= halvedAt ?? .zero else { return }
    current = max(1, current / 2)
    halvedAt = now
    goodAnswers = 0
  }

  mutating func served() {
    guard current < maximum else { return }
    goodAnswers += 1
    guard goodAnswers >= current else { return }
    current += 1
    goodAnswers = 0
  }
}
