import Testing

@testable import StoreClient

@Suite struct QuotaLimiterTests {
  /// A limiter that knows of a window of 30 s with a quota of 150 that begins at zero, and the time.
  private static func limiter(share: Int = 100, left: Int = 150, burst: Int = 1) -> QuotaLimiter {
    var limiter = QuotaLimiter(share: share, maximumBurst: burst)
    limiter.sent(at: .zero)
    limiter.answered(report(left: left, reset: .seconds(30)), isFromStore: true, sentAt: .zero, at: .zero)
    return limiter
  }

  private static func report(left: Int, reset: Duration, quota: Int = 150) -> RateLimitReport {
    RateLimitReport(window: .seconds(30), reset: reset, quota: quota, left: left)
  }

  /// Sends as soon as the limiter lets one go, and has each answered at once, by a store that nobody else uses.
  private static func run(_ limiter: inout QuotaLimiter, from start: Duration, until end: Duration, left: Int) -> [Duration] {
    var now = start
    var left = left
    var sent: [Duration] = []
    while now < end {
      switch limiter.decide(at: now) {
      case .go:
        limiter.sent(at: now)
        sent.append(now)
        left -= 1
        limiter.answered(report(left: left, reset: .seconds(30) - now), isFromStore: true, sentAt: now, at: now)
      case .spread(let time), .usedUp(let time):
        now = time
      case .waitForAnswer:
        return sent
      }
    }
    return sent
  }

  @Test func `requests take their part of the windows, and no time without a quota`() {
    #expect(Self.limiter(share: 80).time(for: 12_001) == .seconds(3000))
    #expect(Self.limiter(share: 80, burst: 10).time(for: 10) == .zero)
    #expect(QuotaLimiter(share: 80, maximumBurst: 10).time(for: 1000) == .zero)
  }

  @Test func `before the quota is known, requests are sent one at a time`() {
    var limiter = QuotaLimiter(share: 80, maximumBurst: 10)
    #expect(limiter.decide(at: .zero) == .go)
    limiter.sent(at: .zero)
    #expect(limiter.decide(at: .zero) == .waitForAnswer)
    limiter.lost(at: .seconds(1))
    #expect(limiter.decide(at: .seconds(1)) == .go)
  }

  @Test func `a store that states no quota has no limit`() {
    var limiter = QuotaLimiter(share: 80, maximumBurst: 10)
    limiter.sent(at: .zero)
    limiter.answered(.none, isFromStore: true, sentAt: .zero, at: .seconds(1))
    for _ in 0..<1000 {
      #expect(limiter.decide(at: .seconds(1)) == .go)
      limiter.sent(at: .seconds(1))
    }
  }

  @Test func `a gateway's answer without headers proves nothing`() {
    var limiter = QuotaLimiter(share: 80, maximumBurst: 10)
    limiter.sent(at: .zero)
    limiter.answered(.none, isFromStore: false, sentAt: .zero, at: .seconds(1))
    limiter.sent(at: .seconds(1))
    #expect(limiter.decide(at: .seconds(1)) == .waitForAnswer)
  }

  @Test func `the rest of the quota is spread evenly over the window`() {
    var limiter = Self.limiter()
    let sent = Self.run(&limiter, from: .zero, until: .seconds(30), left: 150)
    // The first one is not in this list, and the last one may be left for safety.
    #expect((148...149).contains(sent.count))
    for second in stride(from: 0, to: 27, by: 3) {
      let count = sent.count { (Duration.seconds(second)..<Duration.seconds(second + 3)).contains($0) }
      #expect((14...17).contains(count), "\(count) in 3 s from \(second) s")
    }
    #expect(sent.last ?? .zero < .seconds(30))
  }

  @Test(arguments: [(80, 119), (50, 74), (10, 14), (1, 0)])
  func `a window allows only the configured share of the quota`(share: Int, count: Int) {
    var limiter = Self.limiter(share: share)
    #expect(Self.run(&limiter, from: .zero, until: .seconds(30), left: 150).count == count)
  }

  @Test func `a tiny quota still allows one request per window`() {
    var limiter = QuotaLimiter(share: 10, maximumBurst: 10)
    limiter.sent(at: .zero)
    limiter.answered(Self.report(left: 4, reset: .seconds(30), quota: 5), isFromStore: true, sentAt: .zero, at: .zero)
    guard case .usedUp(let end) = limiter.decide(at: .zero) else {
      Issue.record("the only request of this window has gone already")
      return
    }
    #expect(limiter.decide(at: end + .seconds(29)) == .go)
  }

  @Test func `unused turns add up to a burst, up to the maximum`() {
    var limiter = Self.limiter(burst: 10)
    var count = 0
    while limiter.decide(at: .seconds(15)) == .go {
      limiter.sent(at: .seconds(15))
      count += 1
    }
    #expect(count == 10)
  }

  @Test func `a small quota allows a small burst`() {
    var limiter = QuotaLimiter(share: 100, maximumBurst: 10)
    limiter.sent(at: .zero)
    limiter.answered(Self.report(left: 29, reset: .seconds(30), quota: 30), isFromStore: true, sentAt: .zero, at: .zero)
    var count = 0
    while limiter.decide(at: .zero) == .go {
      limiter.sent(at: .zero)
      count += 1
    }
    #expect(count == 3)
  }

  @Test func `a run waits for the next window if other apps have used up this one`() {
    var limiter = Self.limiter(left: 0)
    guard case .usedUp(let end) = limiter.decide(at: .seconds(1)) else {
      Issue.record("nothing is left to go with")
      return
    }
    #expect(end >= .seconds(30))
    #expect(end < .seconds(30.5))
    #expect(limiter.decide(at: end + .seconds(1)) == .go)
  }

  @Test func `if other apps use more than expected, the rest is spread over fewer requests`() {
    var limiter = Self.limiter()
    limiter.sent(at: .seconds(10))
    limiter.answered(
      Self.report(left: 20, reset: .seconds(20)),
      isFromStore: true,
      sentAt: .seconds(10),
      at: .seconds(10)
    )
    guard case .spread(let time) = limiter.decide(at: .seconds(10)) else {
      Issue.record("it was just somebody's turn")
      return
    }
    // 20 requests in 20 s, and not 5 a second as before.
    #expect(time > .seconds(10.8))
    #expect(time < .seconds(11.2))
  }

  @Test func `other apps keep their share of the remaining time, whatever they have used before`() {
    // They have used 120 at once. Of the 30 that are left their part is a fifth of the quota, less and less as time goes by.
    var limiter = Self.limiter(share: 80, left: 30)
    guard case .usedUp(let time) = limiter.decide(at: .zero) else {
      Issue.record("what is left now is theirs")
      return
    }
    #expect(time > .zero)
    #expect(time < .seconds(3))
    #expect(limiter.decide(at: .seconds(15)) == .go)
  }

  @Test func `requests in flight count as used until they are answered`() {
    var limiter = Self.limiter(left: 3, burst: 10)
    for _ in 0..<3 {
      #expect(limiter.decide(at: .seconds(29)) == .go)
      limiter.sent(at: .seconds(29))
    }
    guard case .usedUp = limiter.decide(at: .seconds(29)) else {
      Issue.record("three are under way, and three were left")
      return
    }
    #expect(limiter.underWay == 3)
  }

  @Test func `a 429 drops all turns, so that not all requests are sent when the pause ends`() {
    var limiter = Self.limiter(burst: 10)
    limiter.startOver(at: .seconds(1))
    guard case .spread = limiter.decide(at: .seconds(1)) else {
      Issue.record("turns have to gather anew")
      return
    }
  }
}
