/// The requests in flight and the requests that wait, first come, first served.
struct GateState: Sendable {
  typealias Ticket = Int

  /// The requests in flight, each with the time it was sent.
  private(set) var inside: [Ticket: Duration] = [:]
  private(set) var waiting: [Ticket] = []
  private var lastTicket: Ticket = 0

  mutating func newTicket() -> Ticket {
    lastTicket += 1
    return lastTicket
  }

  mutating func arrive(_ ticket: Ticket) { waiting.append(ticket) }

  /// Admits the request that has waited longest; `nil` when none waits or the gate is full.
  mutating func admit(limit: Int, at now: Duration) -> Ticket? {
    guard inside.count < limit, !waiting.isEmpty else { return nil }
    let ticket = waiting.removeFirst()
    inside[ticket] = now
    return ticket
  }

  /// Removes a request; returns when it was admitted, or `nil` if it never was.
  mutating func leave(_ ticket: Ticket) -> Duration? { inside.removeValue(forKey: ticket) }

  /// Cancels a waiting request; returns whether it was waiting, so that its task must be resumed.
  ///
  /// A request in flight goes on until it leaves.
  mutating func cancel(_ ticket: Ticket) -> Bool {
    guard let index = waiting.firstIndex(of: ticket) else { return false }
    waiting.remove(at: index)
    return true
  }
}

/// How many requests may be in flight: half as many after an overload, then one more per round of good answers.
///
/// Times are durations since any fixed moment.
struct ConcurrencyLimit: Sendable {
  /// The vendor's limit of requests in flight: *Limit of 10 concurrent requests* (segments.v3.yml, add, create and
  /// update).
  ///
  /// It applies per store and endpoint, and was 3 until January 2025. One bound for all endpoints stays below it.
  static let vendorLimit = 10

  /// The limit without overload, 1 to ``vendorLimit``.
  let maximum: Int
  /// The limit now, 1 to ``maximum``.
  private(set) var current: Int
  private var halvedAt: Duration?
  private var goodAnswers = 0

  /// - Parameter maximum: Clamped to 1 to ``vendorLimit``.
  init(maximum: Int) {
    self.maximum = min(max(maximum, 1), Self.vendorLimit)
    current = self.maximum
  }

  /// The store could not serve a request.
  ///
  /// Only the first such answer counts among requests that were in flight together: they all met the same overload.
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
