/// Spreads requests over the window of the store's quota, so that it does not run out before it is fresh again.
///
/// - What may still be used is spread over the rest of the window, as the vendor asks, anew with every answer: another app may
///   have used more or less than before. Turns that nobody takes gather up to a small burst, so that short runs are quick and a
///   late timer costs nothing.
/// - A window gives us at most our part of the quota, and never so much that the store's other apps have less left than their
///   part of the rest of the time. What they have used already is theirs: a busy app slows us down, and does not stop us.
///
/// Times are durations since any fixed moment.
struct QuotaLimiter: Sendable {
  enum Decision: Hashable, Sendable {
    case go
    /// Nothing is known of the quota yet: the answer to the one request that is under way will tell.
    case waitForAnswer
    /// It is not this request's turn yet.
    case spread(until: Duration)
    /// What may be used of the window by now is used up.
    case usedUp(until: Duration)
  }

  private enum Knowledge: Hashable {
    case unknown
    /// The store does not speak of a quota.
    case unlimited
    case window(QuotaWindow)
  }

  /// A window is to be used up a little before its end, so that the last requests reach the store within it.
  private static let lastPart = 0.02
  /// What active apps are left of a window to its very end.
  private static let leastForOthers = 0.03
  /// Rounding must not make a request wait for the last billionth of its turn.
  private static let almostOne = 1 - 1e-6

  /// Our part of the quota in percent, 1 to 100; the rest is for the store's other apps.
  let share: Int
  /// The most requests to let go at once, 1 or more.
  let largestBurst: Int

  private var knowledge = Knowledge.unknown
  /// Requests that were sent and not answered.
  private(set) var underWay = 0
  /// Requests that were sent in the window that is open now.
  private var sentInWindow = 0
  private var lastAnswer: Duration?
  /// Requests that may go at once, and since when this is so.
  private var turns = 0.0
  private var turnsAt = Duration.zero

  /// Both are brought into their ranges.
  init(share: Int, largestBurst: Int) {
    self.share = min(max(share, 1), 100)
    self.largestBurst = max(largestBurst, 1)
  }

  /// Whether a request may go now.
  ///
  /// Whoever is told so calls ``sent(at:)``.
  mutating func decide(at now: Duration) -> Decision {
    gather(until: now)
    switch knowledge {
    case .unknown:
      return underWay == 0 ? .go : .waitForAnswer
    case .unlimited:
      return .go
    case .window(let window):
      if usable(window) < 1 { return .usedUp(until: window.end) }
      if let time = othersHaveEnough(window, at: now) { return .usedUp(until: time) }
      if turns >= Self.almostOne { return .go }
      return .spread(until: now + .seconds((1 - turns) / turnsPerSecond(window, at: now)))
    }
  }

  mutating func sent(at now: Duration) {
    gather(until: now)
    turns = max(0, turns - 1)
    underWay += 1
    sentInWindow += 1
  }

  /// A request is answered.
  ///
  /// Only silence of the store itself (`isFromStore`), and not of something before it, means that there is no quota.
  mutating func answered(_ report: RateLimitReport, isFromStore: Bool, sentAt: Duration, at now: Duration) {
    gather(until: now)
    underWay -= 1
    let wasAlone = underWay == 0 && sentAt >= lastAnswer ?? .zero
    lastAnswer = now
    if let told = QuotaWindow(report, at: now) {
      learn(told, earliestEnd: sentAt + (report.reset ?? .zero), isExact: wasAlone)
    } else if isFromStore, case .unknown = knowledge {
      knowledge = .unlimited
    }
  }

  /// A request will not be answered any more; the store may have counted it.
  mutating func lost(at now: Duration) {
    gather(until: now)
    underWay -= 1
    lastAnswer = now
    if case .window(var window) = knowledge {
      window.loseOne()
      knowledge = .window(window)
    }
  }

  /// The store had enough: nobody's turn has come any more.
  mutating func startOver(at now: Duration) {
    gather(until: now)
    turns = 0
  }

  private mutating func learn(_ told: QuotaWindow, earliestEnd: Duration, isExact: Bool) {
    if case .window(var window) = knowledge {
      let isNew = window.learn(told, earliestEnd: earliestEnd, isExact: isExact)
      if isNew { sentInWindow = underWay + 1 }
      knowledge = .window(window)
    } else {
      knowledge = .window(told)
      turns = Double(burst(told))
    }
  }

  /// What we may use of the window until its end.
  ///
  /// Requests under way may or may not be in the store's last word; they are taken off.
  private func usable(_ window: QuotaWindow) -> Int { min(part(window) - sentInWindow, window.left - underWay) }

  /// When the store's other apps have their part of the rest of the time though we send a request; `nil` when they have it now.
  private func othersHaveEnough(_ window: QuotaWindow, at now: Duration) -> Duration? {
    let free = Double(window.left - underWay - 1)
    let othersPart = Double(window.quota - part(window))
    // Towards the end of the window their part of the time is nothing; an app that is seen to be active is left a little all the
    // same, or the two of us would meet at the last request.
    let othersAreActive = window.quota - window.left > sentInWindow
    if othersAreActive, free < min(othersPart, Double(window.quota) * Self.leastForOthers) { return window.end }
    guard free < othersPart * ((window.end - now) / window.length) else { return nil }
    // A little later than the very moment, which rounding could miss.
    return max(now, window.end - window.length * (free / othersPart)) + .milliseconds(1)
  }

  /// Our part of a whole window: at least one request.
  private func part(_ window: QuotaWindow) -> Int { max(1, Int(Double(window.quota) * Double(share) / 100)) }

  private func burst(_ window: QuotaWindow) -> Int { min(largestBurst, max(1, part(window) / 10)) }

  /// How fast turns come: what is left of our part, spread over what is left of the time.
  private func turnsPerSecond(_ window: QuotaWindow, at now: Duration) -> Double {
    let lastPart = window.length * Self.lastPart
    let time = max(window.end - now - lastPart, lastPart)
    return max(0, Double(usable(window)) - turns) / (time / .seconds(1))
  }

  /// Lets the turns come that have come until now, over the end of a window if need be.
  private mutating func gather(until now: Duration) {
    guard case .window(var window) = knowledge else {
      turnsAt = now
      return
    }
    gather(in: window, until: min(now, window.end))
    if now >= window.end {
      // Whole windows that went by unused leave a burst and no more.
      turnsAt = max(turnsAt, now - window.length)
      window.move(to: now)
      sentInWindow = underWay
      knowledge = .window(window)
      gather(in: window, until: now)
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
