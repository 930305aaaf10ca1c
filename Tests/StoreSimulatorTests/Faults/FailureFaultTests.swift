import AsyncHTTPClient
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Faults that decide the answer, each with an add, a removal and a list.
@Suite struct FailureFaultTests {
  static let kinds: [RequestKind] = [.add, .remove, .list]

  @Test(
    arguments: kinds,
    [
      ("overload", 429, false), ("error:status=500", 500, false), ("error:status=502", 502, false),
      ("error:status=503", 503, false),
      ("error:status=504", 504, true), ("error:status=500,when=after", 500, true), ("error:status=423", 423, false),
    ]
  )
  func `an error status comes before or after the change`(kind: RequestKind, fault: (spec: String, status: Int, isDone: Bool))
    async throws
  {
    try await withFaults(fault.spec) { simulator, vip in
      let answer = try await vip.send(kind)
      #expect(answer.status == fault.status)
      #expect(answer.headers["x-rate-limit-requests-left"] == nil)
      #expect(vip.members == (fault.isDone ? VIP.members(after: kind) : VIP.unchanged))
      #expect(simulator.log.map(\.status) == [fault.status])
      // It happens only once.
      let again = try await vip.list()
      #expect(again.status == 200)
    }
  }

  @Test(arguments: kinds, [("reset", true), ("reset:when=before", false)])
  func `a connection is reset before or after the change`(kind: RequestKind, fault: (spec: String, isDone: Bool))
    async throws
  {
    try await withFaults(fault.spec) { simulator, vip in
      await #expect(throws: (any Error).self) { try await vip.send(kind) }
      #expect(vip.members == (fault.isDone ? VIP.members(after: kind) : VIP.unchanged))
      #expect(simulator.log.map(\.status) == [nil])
      #expect(simulator.simulator.faultHits == [.reset: 1])
    }
  }

  @Test(arguments: kinds)
  func `a truncated body comes after the change`(kind: RequestKind) async throws {
    try await withFaults("truncate") { simulator, vip in
      await #expect(throws: (any Error).self) { try await vip.send(kind) }
      #expect(vip.members == VIP.members(after: kind))
      #expect(simulator.log.count == 1)
    }
  }

  @Test(arguments: kinds, [("html:status=200", 200, true), ("html:status=502", 502, false)])
  func `a web page comes in place of JSON`(kind: RequestKind, fault: (spec: String, status: Int, isDone: Bool)) async throws {
    try await withFaults(fault.spec) { _, vip in
      let answer = try await vip.send(kind)
      #expect(answer.status == fault.status)
      #expect(answer.headers["content-type"] == "text/html")
      #expect(answer.text.hasPrefix("<!DOCTYPE html>"))
      #expect(vip.members == (fault.isDone ? VIP.members(after: kind) : VIP.unchanged))
    }
  }

  @Test(arguments: kinds, [301, 302, 307, 308])
  func `a redirect names a location and changes nothing`(kind: RequestKind, status: Int) async throws {
    try await withFaults("redirect:status=\(status),location=http://127.0.0.1:9/elsewhere") { _, vip in
      let answer = try await vip.send(kind)
      #expect(answer.status == status)
      #expect(answer.headers["location"] == "http://127.0.0.1:9/elsewhere")
      #expect(vip.members == VIP.unchanged)
    }
  }

  @Test func `a body in small pieces is complete at the end`() async throws {
    let clock = SleeplessClock()
    try await withFaults("drip:bytes=1000,pause=50", clock: clock) { _, vip in
      let answer = try await vip.list()
      #expect(try answer.json(TestPage.self).data.count == 250)
      let length = try #require(answer.headers["content-length"].flatMap { Int($0) })
      #expect(clock.sleeps == Array(repeating: .milliseconds(50), count: (length + 999) / 1000))
    }
  }

  @Test func `an answer without a body is delayed and then sent`() async throws {
    let clock = SleeplessClock()
    try await withFaults("drip:pause=50", clock: clock) { simulator, vip in
      let answer = try await vip.remove([1])
      #expect(answer.status == 204)
      #expect(clock.sleeps == [.milliseconds(50)])
      _ = try await vip.list()
      #expect(simulator.log.map(\.inFlight) == [1, 1])
    }
  }

  @Test func `the first of several faults decides, and the others happen later`() async throws {
    try await withFaults("error:status=500", "error:status=502", "overload:after=1") { _, vip in
      var statuses: [Int] = []
      for _ in 1...4 { statuses.append(try await vip.list().status) }
      #expect(statuses == [500, 502, 200, 429])
    }
  }

  @Test func `a fault hits only its kind of request`() async throws {
    try await withFaults("error:on=remove,times=0") { _, vip in
      let statuses = [try await vip.add([501]).status, try await vip.list().status, try await vip.remove([1]).status]
      #expect(statuses == [201, 200, 503])
    }
  }

  @Test func `a request without a token has no fault`() async throws {
    try await withFaults("error") { simulator, _ in
      let answer = try await simulator.send("GET", "/segments", token: nil)
      #expect(answer.status == 401)
      #expect(simulator.simulator.faultHits.isEmpty)
    }
  }
}
