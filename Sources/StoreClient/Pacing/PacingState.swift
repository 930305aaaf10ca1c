/// Decides when each request of the process may be sent.
///
/// Requests are sent in the order in which they came. ``concurrency`` bounds those in flight, ``quota`` spreads them over
/// the store's quota, and a 429 pauses all of them. Times are durations since any fixed moment.
struct PacingState: Sendable {
  typealias Ticket = Int

  enum Step: Hashable, Sendable {
    case admit(Ticket)
    /// Resume the task of this request with a cancellation.
    case turnAway(Ticket)
    /// Call ``wake(at:)`` at this time.
    case wake(at: Duration)
    case report(StoreClientEvent)
  }

  /// Shorter pauses are not reported.
  private static let minimumPauseToReport = Duration.seconds(1)

  /// The requests in flight, each with the time it was sent.
  private(set) var inFlight: [Ticket: Duration] = [:]
  private var waiting: [Ticket] = []
  private var lastTicket: Ticket = 0
  private(set) var concurrency: ConcurrencyLimit
  private(set) var quota: QuotaLimiter
  private(set) var pause: SharedPause
  private var alarm: Duration?
  /// The end of the last pause that was reported.
  private var reportedUntil = Duration.zero

  init(parallelism: Int, quotaShare: Int, retries: RetryPolicy) {
    concurrency = ConcurrencyLimit(maximum: parallelism)
    quota = QuotaLimiter(share: quotaShare, maximumBurst: concurrency.maximum)
    pause = SharedPause(policy: retries)
  }

  mutating func newTicket() -> Ticket {
    lastTicket += 1
    return lastTicket
  }

  mutating func arrive(_ ticket: Ticket, at now: Duration) -> [Step] {
    waiting.append(ticket)
    return admit(at: now)
  }

  /// Turns a waiting request away; a request in flight goes on until it leaves.
  mutating func cancel(_ ticket: Ticket) -> [Step] {
    guard let index = waiting.firstIndex(of: ticket) else { return [] }
    waiting.remove(at: index)
    return [.turnAway(ticket)]
  }

  /// A request has ended; `dice` is in `0..<1`.
  mutating func leave(_ ticket: Ticket, _ outcome: ExchangeOutcome, isWrite: Bool, dice: Double, at now: Duration) -> [Step] {
    guard let sentAt = inFlight.removeValue(forKey: ticket) else { return [] }
    if let report = outcome.report {
      quota.answered(report, isFromStore: outcome.meaning == .served, sentAt: sentAt, at: now)
    } else {
      quota.lost(at: now)
    }
    switch outcome.meaning {
    case .served:
      concurrency.served()
      pause.served(sentAt: sentAt)
    case .overQuota(let stated):
      pause.state(stated, dice: dice, at: now)
      // The stated time is a minimum: if the store keeps stating a very short one, the pause must still grow.
      pause.backOff(isWrite: isWrite, dice: dice, sentAt: sentAt, at: now)
      quota.startOver(at: now)
    case .throttled:
      concurrency.overloaded(sentAt: sentAt, at: now)
      pause.backOff(isWrite: isWrite, dice: dice, sentAt: sentAt, at: now)
      quota.startOver(at: now)
    case .overloaded:
      concurrency.overloaded(sentAt: sentAt, at: now)
    case .failed:
      break
    }
    return admit(at: now)
  }

  mutating func wake(at now: Duration) -> [Step] {
    if let alarm, now >= alarm { self.alarm = nil }
    return admit(at: now)
  }

  private mutating func admit(at now: Duration) -> [Step] {
    var steps: [Step] = []
    while let ticket = waiting.first, inFlight.count < concurrency.current {
      if let end = pause.end, end > now {
        return steps + report(.pausedByStore(for: end - now), until: end, at: now) + wake(for: end)
      }
      switch quota.decide(at: now) {
      case .go:
        waiting.removeFirst()
        inFlight[ticket] = now
        quota.sent(at: now)
        steps.append(.admit(ticket))
      case .waitForAnswer:
        return steps
      case .spread(let time):
        return steps + wake(for: time)
      case .usedUp(let end):
        return steps + report(.quotaUsedUp(for: end - now), until: end, at: now) + wake(for: end)
      }
    }
    return steps
  }

  /// Sets an alarm unless an earlier one is set: every alarm checks the time again.
  private mutating func wake(for time: Duration) -> [Step] {
    guard time < alarm ?? .seconds(Int64.max) else { return [] }
    alarm = time
    return [.wake(at: time)]
  }

  /// Reports each pause once, although every answer during the pause meets it again.
  private mutating func report(_ event: StoreClientEvent, until end: Duration, at now: Duration) -> [Step] {
    guard end - now >= Self.minimumPauseToReport, end - reportedUntil >= Self.minimumPauseToReport else { return [] }
    reportedUntil = end
    return [.report(event)]
  }
}
