import TestSupport
import Testing

@testable import StoreClient

@Suite struct QuotaWindowTests {
  private static func report(left: Int, reset: Duration, quota: Int = 150, window: Duration? = .seconds(30)) -> RateLimitReport {
    RateLimitReport(window: window, reset: reset, quota: quota, left: left)
  }

  /// The window that an answer tells of which came at this time.
  private static func window(left: Int, reset: Duration, at now: Duration) throws -> QuotaWindow {
    try #require(QuotaWindow(report(left: left, reset: reset), at: now))
  }

  /// What is added to a reported end: one for the rounding of headers, and half a percent of the window.
  private static let margin = Duration.milliseconds(151)

  @Test func `an answer says how much is left and when the window ends at the latest`() throws {
    let window = try Self.window(left: 149, reset: .seconds(20), at: .seconds(5))
    #expect(window.left == 149)
    #expect(window.quota == 150)
    #expect(window.end == .seconds(25) + Self.margin)
  }

  @Test(arguments: [
    RateLimitReport(), RateLimitReport(reset: .seconds(1), quota: 150), RateLimitReport(reset: .seconds(1), left: 1),
    RateLimitReport(quota: 150, left: 1), RateLimitReport(reset: .seconds(1), quota: 0, left: 0),
  ]) func `an incomplete report gives no window`(report: RateLimitReport) {
    #expect(QuotaWindow(report, at: .zero) == nil)
  }

  @Test func `a missing length defaults to the vendor's, and the rest never exceeds the quota`() throws {
    let window = try #require(QuotaWindow(Self.report(left: 999, reset: .seconds(20), window: nil), at: .zero))
    #expect(window.length == .seconds(30))
    #expect(window.left == 150)
  }

  @Test func `a mistake in a header does not make a window endless`() throws {
    let report = RateLimitReport(window: .seconds(1 << 50), reset: .seconds(1 << 50), quota: 1, left: 0)
    #expect(try #require(QuotaWindow(report, at: .zero)).end < .seconds(4000))
    #expect(try Self.window(left: 0, reset: .seconds(1 << 50), at: .zero).end == .seconds(30) + Self.margin)
  }

  @Test(arguments: [1, 90, 100])
  func `the largest possible quota works like any other`(share: Int) {
    let headers = [
      "x-rate-limit-requests-quota": "9223372036854775807", "x-rate-limit-requests-left": "9223372036854775807",
      "x-rate-limit-time-window-ms": "0", "x-rate-limit-time-reset-ms": "9223372036854775807",
      "retry-after": "9223372036854775807",
    ]
    for status in [200, 429, 503] {
      #expect(Self.admissions(status: status, headers: headers, share: share) >= 1)
    }
    #expect(Self.admissions(status: 200, headers: headers, share: share) == 8)
  }

  @Test(arguments: SeededRandom.seeds(100))
  func `without headers, requests continue`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let names = [
      "x-rate-limit-requests-quota", "x-rate-limit-requests-left", "x-rate-limit-time-window-ms", "x-rate-limit-time-reset-ms",
      "x-retry-after", "retry-after",
    ]
    let values = ["", "0", "1", "-1", "150", "30000", "1e9", "soon", "9223372036854775807", "9223372036854775808"]
    for _ in 0..<20 {
      var headers: [String: String] = [:]
      for name in names where Bool.random(using: &random) { headers[name] = values.randomElement(using: &random) }
      let status = [200, 404, 429, 500, 503].randomElement(using: &random) ?? 200
      for share in [1, 90, 100] {
        #expect(Self.admissions(status: status, headers: headers, share: share) >= 1, "\(status) \(headers)")
      }
    }
  }

  /// How many of eight requests go in four seconds when each of them gets this answer.
  private static func admissions(status: Int, headers: [String: String], share: Int) -> Int {
    let outcome = ExchangeOutcome(status: status, report: RateLimitReport(headers: headers))
    var pacing = PacingState(parallelism: 10, quotaShare: share, retries: RetryPolicy())
    var now = Duration.seconds(1)
    var inside: [PacingState.Ticket] = []
    var admitted = 0
    func follow(_ steps: [PacingState.Step]) {
      for case .admit(let ticket) in steps {
        inside.append(ticket)
        admitted += 1
      }
    }
    for _ in 0..<8 {
      let ticket = pacing.newTicket()
      follow(pacing.arrive(ticket, at: now))
    }
    for _ in 0..<16 {
      now += .milliseconds(250)
      if let ticket = inside.popLast() {
        follow(pacing.leave(ticket, outcome, isWrite: true, dice: 0.5, at: now))
      } else {
        follow(pacing.wake(at: now))
      }
    }
    return admitted
  }

  @Test func `if answers arrive out of order, the lowest rest counts`() throws {
    var window = try Self.window(left: 100, reset: .seconds(20), at: .zero)
    _ = window.learn(try Self.window(left: 90, reset: .seconds(19), at: .seconds(1)), earliestEnd: .seconds(20), isExact: false)
    _ = window.learn(try Self.window(left: 95, reset: .seconds(19), at: .seconds(1)), earliestEnd: .seconds(20), isExact: false)
    #expect(window.left == 90)
  }

  @Test func `an answer with no other request in flight can also raise the rest`() throws {
    var window = try Self.window(left: 100, reset: .seconds(20), at: .zero)
    window.loseOne()
    #expect(window.left == 99)
    _ = window.learn(try Self.window(left: 99, reset: .seconds(19), at: .seconds(1)), earliestEnd: .seconds(20), isExact: true)
    #expect(window.left == 99)
    _ = window.learn(try Self.window(left: 120, reset: .seconds(18), at: .seconds(2)), earliestEnd: .seconds(20), isExact: true)
    #expect(window.left == 120)
  }

  @Test func `the end of the window is the earliest of the latest possible ends`() throws {
    var window = try Self.window(left: 100, reset: .seconds(20), at: .seconds(3))
    #expect(window.end == .seconds(23) + Self.margin)
    _ = window.learn(try Self.window(left: 99, reset: .seconds(19), at: .seconds(2)), earliestEnd: .seconds(20), isExact: false)
    #expect(window.end == .seconds(21) + Self.margin)
    _ = window.learn(try Self.window(left: 98, reset: .seconds(18), at: .seconds(7)), earliestEnd: .seconds(20), isExact: false)
    #expect(window.end == .seconds(21) + Self.margin)
  }

  @Test func `a late answer from the previous window changes nothing`() throws {
    var window = try Self.window(left: 100, reset: .seconds(10), at: .zero)
    window.move(to: .seconds(11))
    let before = window
    let isNew = window.learn(
      try Self.window(left: 3, reset: .milliseconds(10), at: .seconds(12)),
      earliestEnd: .seconds(10),
      isExact: false
    )
    #expect(!isNew)
    #expect(window == before)
  }

  @Test func `an answer from a later window than expected begins that window`() throws {
    var window = try Self.window(left: 0, reset: .seconds(10), at: .zero)
    let isNew = window.learn(
      try Self.window(left: 149, reset: .seconds(30), at: .seconds(9)),
      earliestEnd: .seconds(38),
      isExact: false
    )
    #expect(isNew)
    #expect(window.left == 149)
    #expect(window.end == .seconds(39) + Self.margin)
  }

  @Test func `after a window has ended, the next one is full, however much later it is`() throws {
    var window = try Self.window(left: 0, reset: .seconds(10), at: .zero)
    let end = window.end
    window.move(to: end - .milliseconds(1))
    #expect(window.left == 0)
    window.move(to: end)
    #expect(window.left == 150)
    #expect(window.end == end + .seconds(30))
    window.move(to: end + .seconds(100))
    #expect(window.end == end + .seconds(120))
  }
}
