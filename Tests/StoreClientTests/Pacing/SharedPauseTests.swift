import Testing

@testable import StoreClient

@Suite struct SharedPauseTests {
  private static func pause() -> SharedPause {
    SharedPause(policy: RetryPolicy(firstPause: .seconds(1), longestPause: .seconds(10)))
  }

  @Test func `without a 429 there is no pause`() {
    #expect(Self.pause().remaining(at: .seconds(5)) == nil)
  }

  @Test func `a stated pause lasts at least as long as stated, and at most six percent longer`() throws {
    for dice in [0, 0.5, 0.999] {
      var pause = Self.pause()
      pause.state(.seconds(20), dice: dice, at: .seconds(100))
      let remaining = try #require(pause.remaining(at: .seconds(100)))
      #expect(remaining > .seconds(20))
      #expect(remaining <= .seconds(21.3))
      #expect(pause.remaining(at: .seconds(121.3)) == nil)
    }
  }

  @Test func `a run does not wait for a stated pause over the budget of a request`() {
    var pause = Self.pause()
    pause.state(.seconds(301), dice: 0, at: .zero)
    #expect(pause.remaining(at: .zero) == nil)
  }

  @Test func `the longest stated pause counts, whatever the order of answers is`() throws {
    var pause = Self.pause()
    pause.state(.seconds(20), dice: 0, at: .zero)
    pause.state(.seconds(5), dice: 0, at: .seconds(1))
    #expect(try #require(pause.remaining(at: .seconds(1))) > .seconds(19))
  }

  @Test func `pauses that are not stated double with each 429 in a row, up to the maximum`() {
    var pause = Self.pause()
    var lengths: [Duration?] = []
    var now = Duration.zero
    for _ in 0..<6 {
      pause.backOff(isWrite: false, dice: 1, sentAt: now, at: now)
      lengths.append(pause.remaining(at: now))
      now += .seconds(100)
    }
    #expect(lengths == [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(10), .seconds(10)])
  }

  @Test func `pauses that are not stated are longer after a write, by a random part`() {
    var pause = Self.pause()
    pause.backOff(isWrite: true, dice: 0.25, sentAt: .zero, at: .zero)
    #expect(pause.remaining(at: .zero) == .milliseconds(500))
  }

  @Test func `requests that were in flight together count as one 429`() {
    var pause = Self.pause()
    for number in 0..<10 {
      pause.backOff(isWrite: false, dice: 1, sentAt: .milliseconds(number), at: .milliseconds(500 + number))
    }
    #expect(pause.remaining(at: .milliseconds(500)) == .seconds(1))
  }

  @Test func `a later request that is served ends the row, and an earlier one does not`() {
    var pause = Self.pause()
    pause.backOff(isWrite: false, dice: 1, sentAt: .zero, at: .seconds(1))
    pause.served(sentAt: .milliseconds(500))
    pause.backOff(isWrite: false, dice: 1, sentAt: .seconds(10), at: .seconds(10))
    #expect(pause.remaining(at: .seconds(10)) == .seconds(2))
    pause.served(sentAt: .seconds(20))
    pause.backOff(isWrite: false, dice: 1, sentAt: .seconds(30), at: .seconds(30))
    #expect(pause.remaining(at: .seconds(30)) == .seconds(1))
  }
}
