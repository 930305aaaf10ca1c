import TestSupport

@testable import StoreClient

extension RateLimitReport {
  /// An answer without any of the headers.
  static let none = RateLimitReport()
}

/// A run of many requests against a store with a quota, played event by event on a virtual clock: no server, no waiting.
struct QuotaSimulation {
  /// The store's side.
  struct Store: Sendable {
    var quota = 150
    var window = Duration.seconds(30)
    /// How much of the first window is over when the run begins.
    var over = Duration.zero
    /// Whether a window opens with the first request after the last one, and not by the clock.
    var opensWithRequest = false
    /// Requests of other apps, spread over each window.
    var othersSpread = 0
    /// Requests of other apps, at the start of each window.
    var othersAtOnce = 0
    /// Whether answers carry the headers.
    var tells = true
  }

  /// What became of the run.
  struct Outcome {
    /// When the last request was answered.
    var finished = Duration.zero
    /// How many answers were good.
    var answered = 0
    /// How many answers were 429.
    var refusals = 0
    /// When each request was sent.
    var sent: [Duration] = []
    /// The most requests in flight at once.
    var mostInFlight = 0
    /// What was left of each window when it closed.
    var leftovers: [Int] = []
    /// What people were told.
    var events: [StoreClientEvent] = []
  }

  private enum Event {
    case reachesStore(worker: Int)
    case answer(worker: Int, status: Int, RateLimitReport)
    case wake
  }

  private struct Entry {
    let time: Duration
    let order: Int
    let event: Event
  }

  let store: Store
  let requests: Int
  let workers: Int
  let latency: ClosedRange<Double>
  private var random: SeededRandom
  private var state: PacingState
  private var now = Duration.zero
  private var entries: [Entry] = []
  private var order = 0
  private var tickets: [PacingState.Ticket: Int] = [:]
  private var visits: [PacingState.Ticket?]
  private var remaining: Int
  private var windowStart: Duration
  private var used = 0
  private var othersUsed = 0
  private(set) var outcome = Outcome()

  /// - Parameters:
  ///   - store: The store.
  ///   - share: The part of the quota to use, in percent.
  ///   - requests: How many requests have to be answered well.
  ///   - workers: How many ask at once, and the parallelism.
  ///   - latency: How long a request is under way, in seconds, half of it to the store.
  ///   - seed: Repeats the run.
  init(_ store: Store, share: Int, requests: Int, workers: Int = 10, latency: ClosedRange<Double> = 0.02...0.2, seed: UInt64) {
    self.store = store
    self.requests = requests
    self.workers = workers
    self.latency = latency
    random = SeededRandom(seed: seed)
    state = PacingState(parallelism: workers, quotaShare: share, retries: RetryPolicy())
    visits = Array(repeating: nil, count: workers)
    remaining = requests
    windowStart = .zero - store.over
  }

  /// Plays the run to its end.
  mutating func run() -> Outcome {
    for worker in 0..<workers { ask(worker) }
    while outcome.sent.count < 100 * requests, let index = entries.indices.min(by: { isEarlier($0, $1) }) {
      let entry = entries.remove(at: index)
      now = entry.time
      switch entry.event {
      case .wake:
        perform(state.wake(at: now))
      case .reachesStore(let worker):
        let (status, report) = serve()
        schedule(.answer(worker: worker, status: status, report), after: .seconds(Double.random(in: latency, using: &random) / 2))
      case .answer(let worker, let status, let report):
        settle(worker, status, report)
      }
    }
    return outcome
  }

  private func isEarlier(_ left: Int, _ right: Int) -> Bool {
    (entries[left].time, entries[left].order) < (entries[right].time, entries[right].order)
  }

  private mutating func schedule(_ event: Event, after delay: Duration) {
    order += 1
    entries.append(Entry(time: now + delay, order: order, event: event))
  }

  /// The worker takes the next request, if there is one.
  private mutating func ask(_ worker: Int) {
    guard remaining > 0 else { return }
    remaining -= 1
    let ticket = state.newTicket()
    tickets[ticket] = worker
    visits[worker] = ticket
    perform(state.arrive(ticket, at: now))
  }

  private mutating func settle(_ worker: Int, _ status: Int, _ report: RateLimitReport) {
    guard let ticket = visits[worker] else { return }
    let headers = store.tells ? report : .none
    let answer = ExchangeOutcome(status: status, report: headers)
    perform(state.leave(ticket, answer, isWrite: true, dice: Double.random(in: 0..<1, using: &random), at: now))
    if status == 429 {
      outcome.refusals += 1
      remaining += 1
    } else {
      outcome.answered += 1
      outcome.finished = now
    }
    ask(worker)
  }

  private mutating func perform(_ steps: [PacingState.Step]) {
    for step in steps {
      switch step {
      case .admit(let ticket):
        guard let worker = tickets.removeValue(forKey: ticket) else { continue }
        outcome.sent.append(now)
        outcome.mostInFlight = max(outcome.mostInFlight, state.inFlight.count)
        schedule(.reachesStore(worker: worker), after: .seconds(Double.random(in: latency, using: &random) / 2))
      case .turnAway:
        continue
      case .wake(let time):
        schedule(.wake, after: max(.zero, time - now))
      case .report(let event):
        outcome.events.append(event)
      }
    }
  }

  /// One request at the store.
  private mutating func serve() -> (status: Int, RateLimitReport) {
    if now >= windowStart + store.window {
      outcome.leftovers.append(store.quota - used - othersUsed)
      if store.opensWithRequest {
        windowStart = now
      } else {
        windowStart += store.window * Int((now - windowStart) / store.window)
      }
      (used, othersUsed) = (0, 0)
    }
    let part = (now - windowStart) / store.window
    let others = store.othersAtOnce + Int(Double(store.othersSpread) * part)
    othersUsed = max(othersUsed, min(others, store.quota - used))
    let isRefused = used + othersUsed >= store.quota
    if !isRefused { used += 1 }
    let rest = windowStart + store.window - now
    let report = RateLimitReport(
      window: store.window,
      reset: .milliseconds(Int(rest / .milliseconds(1))),
      quota: store.quota,
      left: store.quota - used - othersUsed
    )
    return (isRefused ? 429 : 200, report)
  }
}
