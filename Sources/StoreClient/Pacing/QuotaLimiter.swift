/// Spreads requests over the window of the store's quota, so that the quota lasts until the window ends.
///
/// - The limiter spreads what is left over the rest of the window, as the vendor asks. It does so again with every
///   answer, since other apps use the quota too. Unused turns add up to a small burst: short runs are quick, and a late
///   timer costs nothing.
/// - A run gets at most its share of the quota, and leaves other apps their share for the rest of the window. What they
///   have already used counts as theirs: a busy app slows a run down, and does not stop it.
///
/// Times are durations since any fixed moment.
struct QuotaLimiter: Sendable {
  enum Decision: Hashable, Sendable {
    case go
    /// The quota is unknown until the one request in flight is answered.
    case waitForAnswer
    /// It is not this request's turn yet.
    case spread(until: Duration)
    /// Our share of the window is used up for now.
    case usedUp(until: Duration)
  }

  /// The part at the end of a window in which no turns come, so that the last requests reach the store in time.
  private static let lastPart = 0.02
  /// The part of the quota that active apps keep until the end of the window.
  private static let minimumForOthers = 0.03
  /// A turn with a tolerance for rounding.
  private static let almostOne = 1 - 1e-6

  /// Our part of the quota in percent, 1 to 100; the rest is for the store's other apps.
  let share: Int
  /// Maximum number of requests to send at once, 1 or more.
  let maximumBurst: Int

  /// `nil` if the store has stated no quota so far.
  private var window: QuotaWindow?
  private var isUnlimited = false
  /// Requests that were sent and not answered.
  private(set) var underWay = 0
  private var sentInWindow = 0
  private var lastAnswer: Duration?
  /// The requests that may be sent at once, as of `turnsAt`.
  private var turns = 0.0
  private var turnsAt = Duration.zero

  /// Clamps both to their ranges.
  init(share: Int, maximumBurst: Int) {
    self.share = min(max(share, 1), 100)
    self.maximumBurst = max(maximumBurst, 1)
  }

  /// Whether a request may be sent now; after ``Decision/go`` the caller sends it and calls ``sent(at:)``.
  mutating func decide(at now: Duration) -> Decision {
    gather(until: now)
    guard let window else { return isUnlimited || underWay == 0 ? .go : .waitForAnswer }
    if usable(window) < 1 { return .usedUp(until: window.end) }
    if let time = othersHaveEnough(window, at: now) { return .usedUp(until: time) }
    if turns >= Self.almostOne { return .go }
    return .spread(until: now + .seconds((1 - turns) / turnsPerSecond(window, at: now)))
  }

  mutating func sent(at now: Duration) {
    gather(until: now)
    turns = max(0, turns - 1)
    underWay += 1
    sentInWindow += 1
  }

  /// A request is answered.
  ///
  /// If an answer of the store itself (`isFromStore`) states no quota, the store has no quota. A gateway proves nothing.
  mutating func answered(_ report: RateLimitReport, isFromStore: Bool, sentAt: Duration, at now: Duration) {
    gather(until: now)
    underWay -= 1
    let wasAlone = underWay == 0 && sentAt >= lastAnswer ?? .zero
    lastAnswer = now
    if let told = QuotaWindow(report, at: now) {
      learn(told, earliestEnd: sentAt + (report.reset ?? .zero), isExact: wasAlone)
    } else if isFromStore, window == nil {
      isUnlimited = true
    }
  }

  /// A request will not be answered; the store may have counted it.
  mutating func lost(at now: Duration) {
    gather(until: now)
    underWay -= 1
    lastAnswer = now
    window?.loseOne()
  }

  /// The store's quota per window and what is left of it, as it said last.
  var stated: (limit: Int, left: Int)? { window.map { ($0.quota, $0.left) } }

  /// How long so many requests take at our share of the quota; 0 without a quota.
  func time(for requests: Int) -> Duration {
    guard let window else { return .zero }
    return window.length * (Double(max(0, requests - burst(window))) / Double(part(window)))
  }

  /// Drops all turns after a 429.
  mutating func startOver(at now: Duration) {
    gather(until: now)
    turns = 0
  }

  private mutating func learn(_ told: QuotaWindow, earliestEnd: Duration, isExact: Bool) {
    if let isNew = window?.learn(told, earliestEnd: earliestEnd, isExact: isExact) {
      if isNew { sentInWindow = underWay + 1 }
    } else {
      window = told
      turns = Double(burst(told))
    }
  }

  /// What we may still use of the window.
  ///
  /// The store's last report may not include the requests in flight, so they are subtracted.
  private func usable(_ window: QuotaWindow) -> Int { min(part(window) - sentInWindow, window.left - underWay) }

  /// When a request of ours leaves other apps their share for the rest of the window; `nil` when it does now.
  private func othersHaveEnough(_ window: QuotaWindow, at now: Duration) -> Duration? {
    let free = Double(window.left - underWay - 1)
    let othersPart = Double(window.quota - part(window))
    // Near the end of the window their share is almost nothing. An active app keeps a little anyway, or it and this run
    // would compete for the last request.
    let othersAreActive = window.quota - window.left > sentInWindow
    if othersAreActive, free < min(othersPart, Double(window.quota) * Self.minimumForOthers) { return window.end }
    guard free < othersPart * ((window.end - now) / window.length) else { return nil }
    // One millisecond later, since rounding could miss the exact moment.
    return max(now, window.end - window.length * (free / othersPart)) + .milliseconds(1)
  }

  /// Our share of a whole window: at least one request.
  private func part(_ window: QuotaWindow) -> Int { max(1, Int(Double(window.quota) * Double(share) / 100)) }

  private func burst(_ window: QuotaWindow) -> Int { min(maximumBurst, max(1, part(window) / 10)) }

  /// What is left of our share, spread over what is left of the time.
  private func turnsPerSecond(_ window: QuotaWindow, at now: Duration) -> Double {
    let lastPart = window.length * Self.lastPart
    let time = max(window.end - now - lastPart, lastPart)
    return max(0, Double(usable(window)) - turns) / (time / .seconds(1))
  }

  /// Adds the turns since the last call, across the end of a window if necessary.
  private mutating func gather(until now: Duration) {
    if var window {
      gather(in: window, until: min(now, window.end))
      if now >= window.end {
        // Unused windows leave one burst.
        turnsAt = max(turnsAt, now - window.length)
        window.move(to: now)
        sentInWindow = underWay
        self.window = window
        gather(in: window, until: now)
      }
    }
    turnsAt = now
  }

  private mutating func gather(in window: QuotaWindow, until time: Duration) {
    guard time > turnsAt else { return }
    let come = turnsPerSecond(window, at: turnsAt) * ((time - turnsAt) / .seconds(1))
    turns = min(turns + come, max(turns, Double(burst(window))))
    turnsAt = time
  }
}
