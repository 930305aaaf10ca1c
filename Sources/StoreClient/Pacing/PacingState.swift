/// When each request of the process may go: the gate bounds how many are in flight, the limiter when the next one may go, a 429
/// pauses all.
///
/// Events and the time go in, steps come out. Times are durations since any fixed moment.
struct PacingState: Sendable {
  typealias Ticket = GateState.Ticket

  enum Step: Hashable, Sendable {
    /// Let this visit go.
    case admit(Ticket)
    /// Tell this visit that it was cancelled.
    case turnAway(Ticket)
    /// Call ``wake(at:)`` at this time.
    case wake(at: Duration)
    /// Something that people may want to see.
    case tell(StoreClientEvent)
  }

  /// Shorter pauses are nobody's concern.
  private static let shortestPauseToTell = Duration.seconds(1)

  private(set) var gate = GateState()
  private(set) var concurrency: ConcurrencyLimit
  private(set) var quota: QuotaLimiter
  private(set) var pause: SharedPause
  private var alarm: Duration?
  private var toldUntil = Duration.zero

  init(parallelism: Int, quotaShare: Int, retries: RetryPolicy) {
    concurrency = ConcurrencyLimit(maximum: parallelism)
    quota = QuotaLimiter(share: quotaShare, largestBurst: concurrency.maximum)
    pause = SharedPause(policy: retries)
  }

  mutating func newTicket() -> Ticket { gate.newTicket() }

  mutating func arrive(_ ticket: Ticket, at now: Duration) -> [Step] {
    gate.arrive(ticket) ? admit(at: now) : [.turnAway(ticket)]
  }

  /// A request does not want to go any more.
  mutating func cancel(_ ticket: Ticket) -> [Step] {
    gate.cancel(ticket) ? [.turnAway(ticket)] : []
  }

  /// A request came to its end.
  ///
  /// `dice` is 0 up to but not 1.
  mutating func leave(
    _ ticket: Ticket,
    _ outcome: ExchangeOutcome,
    isWrite: Bool,
    dice: Double,
    at now: Duration
  ) -> [Step] {
    guard let sentAt = gate.leave(ticket) else { return [] }
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
      // What is stated is a minimum: a store that states none, or next to none, again and again must not be asked in a loop.
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

  /// How long nobody may go yet, because of a 429; `nil` when there is no such pause.
  func sharedPause(at now: Duration) -> Duration? { pause.remaining(at: now) }

  private mutating func admit(at now: Duration) -> [Step] {
    var steps: [Step] = []
    while !gate.waiting.isEmpty, gate.inside.count < concurrency.current {
      if let end = pause.end, end > now {
        return steps + tell(.pausedByStore(for: end - now), until: end, at: now) + wake(for: end)
      }
      switch quota.decide(at: now) {
      case .go:
        guard let ticket = gate.admit(limit: concurrency.current, at: now) else { return steps }
        quota.sent(at: now)
        steps.append(.admit(ticket))
      case .waitForAnswer:
        return steps
      case .spread(let time):
        return steps + wake(for: time)
      case .usedUp(let end):
        return steps + tell(.quotaUsedUp(for: end - now), until: end, at: now) + wake(for: end)
      }
    }
    return steps
  }

  /// An alarm, unless an earlier one is set already: whoever wakes up looks at the time again.
  private mutating func wake(for time: Duration) -> [Step] {
    guard time < alarm ?? .seconds(Int64.max) else { return [] }
    alarm = time
    return [.wake(at: time)]
  }

  /// Each pause is told of once, though every answer that comes in meanwhile finds it again.
  private mutating func tell(_ event: StoreClientEvent, until end: Duration, at now: Duration) -> [Step] {
    guard end - now >= Self.shortestPauseToTell, end - toldUntil >= Self.shortestPauseToTell else { return [] }
    toldUntil = end
    return [.tell(event)]
  }
}
