import StoreSimulator
import TestSupport
import Testing

/// Requests in flight over real HTTP.
///
/// The fault `latency` holds them up on a clock that does not advance.
@Suite struct RequestsInFlightTests {
  @Test func `ten requests are served at once and the eleventh is refused`() async throws {
    let clock = HoldingClock()
    let settings = SimulatorSettings(faults: [try FaultSpec("latency:ms=1,times=10")], clock: SimulatorClock(clock))
    try await withSimulator(settings: settings) { simulator in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...10 { group.addTask { try await simulator.send("GET", "/segments").status } }
        var held = 0
        for await _ in clock.arrivals {
          held += 1
          if held == 10 { break }
        }
        let refused = try await simulator.send("GET", "/segments")
        #expect(refused.status == 429)
        #expect(refused.headers["x-rate-limit-requests-left"] == nil)
        clock.open()
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses == Array(repeating: 200, count: 10))
      #expect(simulator.log.map(\.inFlight).max() == 11)
      #expect(simulator.simulator.statistics.mostInFlight == 11)
      #expect(simulator.simulator.statistics.violations == 1)
      let after = try await simulator.send("GET", "/segments")
      #expect(after.status == 200)
      #expect(simulator.log.last?.inFlight == 1)
    }
  }

  @Test func `a request is no longer in flight after its client disconnects`() async throws {
    let clock = HoldingClock()
    let settings = SimulatorSettings(faults: [try FaultSpec("latency:ms=1,times=1")], clock: SimulatorClock(clock))
    try await withSimulator(settings: settings) { simulator in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await simulator.send("GET", "/segments") }
        for await _ in clock.arrivals { break }
        let during = try await simulator.send("GET", "/segments")
        #expect(during.status == 200)
        #expect(simulator.log.last?.inFlight == 2)
        group.cancelAll()
        await #expect(throws: (any Error).self) { try await group.next() }
      }
      // The kernel reports the closed connection with a delay: try until it has, for a bounded time.
      var tries = 0
      repeat {
        _ = try await simulator.send("GET", "/segments")
        tries += 1
      } while simulator.log.last?.inFlight != 1 && tries < 2_000
      #expect(simulator.log.last?.inFlight == 1)
      clock.open()
    }
  }

  @Test(.timeLimit(.minutes(10))) func `a server that stops answers the requests that it delays`() async throws {
    let clock = HoldingClock()
    let settings = SimulatorSettings(faults: [try FaultSpec("latency:ms=1")], clock: SimulatorClock(clock))
    try await withThrowingTaskGroup(of: Int.self) { group in
      try await withSimulator(settings: settings) { simulator in
        group.addTask { try await simulator.send("GET", "/segments").status }
        for await _ in clock.arrivals { break }
      }
      let status = try await group.next()
      #expect(status == 200)
    }
  }
}
