import TestSupport
import Testing

@testable import StoreClient

/// The policy is a value: times and dice go in, a pause or the end comes out.
@Suite struct RetryPolicyTests {
  private static let policy = RetryPolicy(
    maximumAttempts: 5,
    firstPause: .seconds(1),
    longestPause: .seconds(6),
    budget: .seconds(60)
  )

  private static func pause(
    _ kind: StoreError.Kind = .unavailable,
    shared: Duration? = nil,
    number: Int = 1,
    elapsed: Duration = .zero,
    isWrite: Bool = false,
    dice: Double = 1
  ) -> Duration? {
    policy.pause(after: kind, sharedPause: shared, number: number, elapsed: elapsed, isWrite: isWrite, dice: dice)
  }

  @Test(arguments: [
    StoreError.Kind.overQuota, .unavailable, .unreachable(reason: "x"), .timedOut(seconds: 1), .notJSON,
  ]) func `a failure that may pass is retried`(kind: StoreError.Kind) {
    #expect(Self.pause(kind) != nil)
  }

  @Test(arguments: [
    StoreError.Kind.redirected, .unauthorized, .forbidden(title: ""), .notFound, .conflict(details: []),
    .rejected(title: "", details: []), .partlyDone, .limitReached(title: ""), .unexpectedStatus(title: ""),
    .malformed(expected: "x"),
    .tooLarge(limit: 1), .listingNeverSettled(readings: 5, reason: ""),
  ]) func `a failure that would repeat is not retried`(kind: StoreError.Kind) {
    #expect(Self.pause(kind) == nil)
  }

  @Test func `pauses double up to the longest, and writes wait twice as long as reads`() {
    #expect((1...4).map { Self.pause(number: $0) } == [.seconds(1), .seconds(2), .seconds(4), .seconds(6)])
    #expect((1...4).map { Self.pause(number: $0, isWrite: true) } == [.seconds(2), .seconds(4), .seconds(6), .seconds(6)])
  }

  @Test func `with full jitter, a pause can be anything from zero to the maximum`() {
    #expect([0, 0.25, 0.5, 1].map { Self.pause(number: 3, dice: $0) } == [.zero, .seconds(1), .seconds(2), .seconds(4)])
  }

  @Test func `after the last attempt there is no pause`() {
    #expect(Self.pause(number: 4) != nil)
    #expect(Self.pause(number: 5) == nil)
    #expect(Self.pause(number: 6) == nil)
  }

  @Test func `a pause that would exceed the budget does not begin`() {
    #expect(Self.pause(elapsed: .seconds(59)) == .seconds(1))
    #expect(Self.pause(elapsed: .seconds(59.5)) == nil)
    #expect(Self.pause(elapsed: .seconds(10), dice: 0) == .zero)
  }

  @Test func `after a 429, a request has no separate pause, because all requests pause`() {
    #expect(Self.pause(.overQuota, shared: .seconds(30)) == .zero)
  }

  @Test func `a pause of all requests counts against the budget`() {
    #expect(Self.pause(.overQuota, shared: .seconds(30), elapsed: .seconds(30)) == .zero)
    #expect(Self.pause(.overQuota, shared: .seconds(30), elapsed: .seconds(31)) == nil)
    #expect(Self.pause(.unavailable, shared: .seconds(61)) == nil)
  }

  @Test func `after a 429 the budget alone counts, not the number of attempts`() {
    #expect(Self.pause(.overQuota, number: 500, elapsed: .seconds(60)) == .zero)
    #expect(Self.pause(.overQuota, shared: .seconds(1), number: 500, elapsed: .seconds(60)) == nil)
    #expect(RetryPolicy(maximumAttempts: 1).pause(after: .overQuota, number: 1, elapsed: .zero, isWrite: false, dice: 0) == nil)
  }

  @Test func `a pause that a 503 asks for is kept, unless it is longer than the budget`() {
    func pause(_ stated: Duration) -> Duration? {
      Self.policy.pause(after: .unavailable, statedPause: stated, number: 1, elapsed: .zero, isWrite: false, dice: 0.5)
    }
    #expect(pause(.seconds(30)) == .seconds(30))
    #expect(pause(.zero) == .milliseconds(500))
    #expect(pause(.seconds(61)) == nil)
  }

  @Test func `a very late attempt does not overflow`() {
    let policy = RetryPolicy(maximumAttempts: .max, firstPause: .seconds(1), longestPause: .seconds(9), budget: .seconds(100))
    #expect(policy.pause(after: .unavailable, number: 1_000_000, elapsed: .zero, isWrite: true, dice: 1) == .seconds(9))
  }
}
