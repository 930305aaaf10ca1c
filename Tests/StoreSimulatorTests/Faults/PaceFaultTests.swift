import StoreSimulator
import TestSupport
import Testing

/// Latency and quotas.
@Suite struct PaceFaultTests {
  @Test func `latency delays every request, within its limits`() async throws {
    let clock = SleeplessClock()
    try await withFaults("latency:ms=50,jitter=20", clock: clock) { simulator, vip in
      for _ in 1...20 { _ = try await vip.list() }
      #expect(clock.sleeps.count == 20)
      #expect(clock.sleeps.allSatisfy { (.milliseconds(50) ... .milliseconds(70)).contains($0) })
      #expect(Set(clock.sleeps).count > 1)
      #expect(simulator.simulator.statistics.delay == clock.sleeps.reduce(.zero, +))
      #expect(simulator.simulator.faultHits == [.latency: 20])
    }
  }

  @Test func `a quota has the vendor's headers, and 429 when it is used up until the window ends`() async throws {
    let clock = SleeplessClock()
    try await withFaults("quota:requests=3,window=1000,retry-after=yes", clock: clock) { simulator, vip in
      clock.advance(by: .milliseconds(200))
      var left: [String?] = []
      for _ in 1...3 { left.append(try await vip.list().headers["x-rate-limit-requests-left"]) }
      #expect(left == ["2", "1", "0"])
      let refused = try await vip.add([501])
      #expect(refused.status == 429)
      #expect(refused.headers["x-rate-limit-requests-left"] == "0")
      #expect(refused.headers["x-rate-limit-requests-quota"] == "3")
      #expect(refused.headers["x-rate-limit-time-window-ms"] == "1000")
      #expect(refused.headers["x-rate-limit-time-reset-ms"] == "800")
      #expect(refused.headers["x-retry-after"] == "1")
      #expect(vip.members == VIP.unchanged)
      clock.advance(by: .milliseconds(800))
      let accepted = try await vip.add([501])
      #expect(accepted.status == 201)
      #expect(accepted.headers["x-retry-after"] == nil)
      #expect(simulator.simulator.statistics.overQuota == 1)
      #expect(simulator.simulator.faultHits == [.quota: 1])
    }
  }

  @Test func `a quota half used by others ends sooner`() async throws {
    let clock = SleeplessClock()
    try await withFaults("quota:requests=10,window=1000,used-by-others=0.5", clock: clock) { _, vip in
      clock.advance(by: .milliseconds(900))
      var statuses: [Int] = []
      for _ in 1...8 { statuses.append(try await vip.list().status) }
      #expect(statuses == Array(repeating: 200, count: 6) + [429, 429])
    }
  }

  @Test func `without a quota there are no quota headers, and an overload never has any`() async throws {
    try await withFaults { _, vip in
      let answer = try await vip.list()
      #expect(answer.headers.keys.allSatisfy { !$0.hasPrefix("x-rate-limit") })
    }
    try await withFaults("overload", "quota") { _, vip in
      let answer = try await vip.list()
      #expect(answer.status == 429)
      #expect(answer.headers.keys.allSatisfy { !$0.hasPrefix("x-rate-limit") })
    }
  }
}
