import Testing

@testable import StoreClient

@Suite struct PacingStateTests {
  private typealias Step = PacingState.Step

  private static func state(parallelism: Int = 10) -> PacingState {
    PacingState(
      parallelism: parallelism,
      quotaShare: 100,
      retries: RetryPolicy(firstPause: .seconds(2), longestPause: .seconds(60))
    )
  }

  /// A state that has learned that the store has no quota.
  private static func unlimited(parallelism: Int = 10) -> PacingState {
    var state = state(parallelism: parallelism)
    let ticket = state.newTicket()
    _ = state.arrive(ticket, at: .zero)
    _ = state.leave(ticket, served, isWrite: false, dice: 0, at: .zero)
    return state
  }

  private static let served = ExchangeOutcome(status: 200, report: .none)

  /// The visits that the steps let go.
  private static func admitted(_ steps: [Step]) -> [PacingState.Ticket] {
    steps.compactMap { if case .admit(let ticket) = $0 { ticket } else { nil } }
  }

  /// That many visits, which have arrived.
  private static func arrive(_ count: Int, at now: Duration, _ state: inout PacingState) -> (
    tickets: [PacingState.Ticket], [Step]
  ) {
    let tickets = (0..<count).map { _ in state.newTicket() }
    return (tickets, tickets.flatMap { state.arrive($0, at: now) })
  }

  @Test func `one request is sent before the first answer, and as many as allowed after it`() {
    var state = Self.state(parallelism: 4)
    let (tickets, steps) = Self.arrive(6, at: .zero, &state)
    #expect(steps == [.admit(tickets[0])])
    let next = state.leave(tickets[0], Self.served, isWrite: false, dice: 0, at: .seconds(1))
    #expect(next == tickets[1...4].map { .admit($0) })
    #expect(state.leave(tickets[3], Self.served, isWrite: false, dice: 0, at: .seconds(2)) == [.admit(tickets[5])])
  }

  @Test func `if the first request is lost, the next one is sent`() {
    var state = Self.state()
    let (tickets, _) = Self.arrive(3, at: .zero, &state)
    #expect(state.leave(tickets[0], .lost, isWrite: false, dice: 0, at: .seconds(1)) == [.admit(tickets[1])])
  }

  @Test func `a 429 pauses all requests, not only the one that met it`() {
    var state = Self.unlimited()
    let (tickets, _) = Self.arrive(2, at: .seconds(1), &state)
    let refusal = ExchangeOutcome(status: 429, report: RateLimitReport(retryAfter: .seconds(10)))
    #expect(state.leave(tickets[0], refusal, isWrite: true, dice: 0, at: .seconds(2)) == [])
    let end = Duration.seconds(2) + .seconds(10) * 1.01 + .milliseconds(1)
    #expect(state.pause.remaining(at: .seconds(2)) == end - .seconds(2))
    // Somebody who comes now has nothing to do with it, and waits all the same; the alarm is set once, and people are told once.
    let (later, steps) = Self.arrive(3, at: .seconds(3), &state)
    #expect(steps == [.report(.pausedByStore(for: end - .seconds(3))), .wake(at: end)])
    // The answer to what was in flight lets nobody in.
    #expect(state.leave(tickets[1], Self.served, isWrite: false, dice: 0, at: .seconds(4)) == [])
    #expect(state.wake(at: end) == later.map { .admit($0) })
  }

  @Test(arguments: [
    ExchangeOutcome(status: 429, report: .none), ExchangeOutcome(status: 503, report: .none),
    ExchangeOutcome(status: 504, report: .none), .timedOut,
  ]) func `an overload halves the maximum number of requests in flight`(outcome: ExchangeOutcome) {
    var state = Self.unlimited()
    let (tickets, _) = Self.arrive(10, at: .seconds(1), &state)
    _ = state.leave(tickets[0], outcome, isWrite: false, dice: 0, at: .seconds(2))
    #expect(state.concurrency.current == 5)
    for ticket in tickets.dropFirst() { _ = state.leave(ticket, Self.served, isWrite: false, dice: 0, at: .seconds(3)) }
    let (_, steps) = Self.arrive(20, at: .seconds(100), &state)
    // Nine good answers have brought one back.
    #expect(Self.admitted(steps).count == 6)
  }

  @Test(arguments: [
    ExchangeOutcome(status: 200, report: .none), ExchangeOutcome(status: 404, report: .none),
    ExchangeOutcome(status: 409, report: .none), ExchangeOutcome(status: 500, report: .none),
    ExchangeOutcome(status: 429, report: RateLimitReport(retryAfter: .seconds(1))), .lost,
  ]) func `other answers do not change the maximum`(outcome: ExchangeOutcome) {
    var state = Self.unlimited()
    let (tickets, _) = Self.arrive(10, at: .seconds(1), &state)
    _ = state.leave(tickets[0], outcome, isWrite: false, dice: 0, at: .seconds(2))
    #expect(state.concurrency.current == 10)
  }

  @Test func `a 429 without a stated pause also pauses all requests, for a random time`() {
    var state = Self.unlimited()
    let (tickets, _) = Self.arrive(1, at: .seconds(1), &state)
    _ = state.leave(
      tickets[0],
      ExchangeOutcome(status: 429, report: .none),
      isWrite: true,
      dice: 0.5,
      at: .seconds(1)
    )
    #expect(state.pause.remaining(at: .seconds(1)) == .seconds(2))
  }

  @Test func `a request that is cancelled while waiting is resumed, and the next request gets its place`() {
    var state = Self.unlimited(parallelism: 1)
    let (tickets, _) = Self.arrive(3, at: .seconds(1), &state)
    #expect(state.cancel(tickets[1]) == [.turnAway(tickets[1])])
    #expect(state.leave(tickets[0], Self.served, isWrite: false, dice: 0, at: .seconds(2)) == [.admit(tickets[2])])
  }

  @Test func `a used up quota is reported once per window, not with every answer`() {
    var state = Self.state()
    let (tickets, _) = Self.arrive(1, at: .zero, &state)
    let report = RateLimitReport(window: .seconds(30), reset: .seconds(30), quota: 150, left: 0)
    _ = state.leave(tickets[0], ExchangeOutcome(status: 200, report: report), isWrite: false, dice: 0, at: .zero)
    let (_, steps) = Self.arrive(50, at: .seconds(10), &state)
    let end = Duration.seconds(30) + .milliseconds(151)
    #expect(steps == [.report(.quotaUsedUp(for: end - .seconds(10))), .wake(at: end)])
  }

  @Test func `a wait for a turn is short and is not reported`() {
    var state = Self.state(parallelism: 1)
    let (tickets, _) = Self.arrive(1, at: .zero, &state)
    let report = RateLimitReport(window: .seconds(30), reset: .seconds(30), quota: 150, left: 149)
    _ = state.leave(tickets[0], ExchangeOutcome(status: 200, report: report), isWrite: false, dice: 0, at: .zero)
    let (burst, _) = Self.arrive(1, at: .zero, &state)
    _ = state.leave(
      burst[0],
      ExchangeOutcome(status: 200, report: RateLimitReport(window: .seconds(30), reset: .seconds(30), quota: 150, left: 148)),
      isWrite: false,
      dice: 0,
      at: .zero
    )
    let (waiting, steps) = Self.arrive(1, at: .zero, &state)
    guard case .wake(let time) = steps.first, steps.count == 1 else {
      Issue.record("\(steps)")
      return
    }
    #expect(time < .milliseconds(250))
    #expect(state.wake(at: time) == [.admit(waiting[0])])
  }
}
