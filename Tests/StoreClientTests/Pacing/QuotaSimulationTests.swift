import TestSupport
import Testing

@testable import StoreClient

/// Whole runs against a quota, on a virtual clock.
@Suite struct QuotaSimulationTests {
  typealias Store = QuotaSimulation.Store

  /// Plays a run that begins at any moment of the store's first window.
  private static func run(
    _ store: Store,
    share: Int,
    requests: Int = 600,
    workers: Int = 10,
    latency: ClosedRange<Double> = 0.02...0.2,
    seed: UInt64
  ) -> QuotaSimulation.Outcome {
    var random = SeededRandom(seed: seed)
    var store = store
    store.over = store.window * Double.random(in: 0..<1, using: &random)
    var simulation = QuotaSimulation(store, share: share, requests: requests, workers: workers, latency: latency, seed: seed)
    return simulation.run()
  }

  /// How long the run took, as a multiple of what the quota itself makes it take.
  private static func length(_ outcome: QuotaSimulation.Outcome, _ store: Store, share: Int, requests: Int = 600) -> Double {
    outcome.finished / store.window / (Double(requests) / (Double(store.quota) * Double(share) / 100))
  }

  @Test(arguments: [100, 80, 50, 10], SeededRandom.seeds(20))
  func `600 requests with a quota of 150 finish within a tenth of its bound, without a 429`(share: Int, seed: UInt64) {
    let store = Store()
    let outcome = Self.run(store, share: share, seed: seed)
    #expect(outcome.refusals == 0)
    #expect(outcome.sent.count == 600)
    #expect(outcome.answered == 600)
    #expect(Self.length(outcome, store, share: share) <= 1.1)
    #expect(outcome.leftovers.allSatisfy { $0 >= 150 * (100 - share) / 100 }, "the others' part was touched")
    #expect(outcome.mostInFlight <= 10)
  }

  @Test(arguments: [100, 80], SeededRandom.seeds(10))
  func `requests are spread over the whole window`(share: Int, seed: UInt64) {
    let outcome = Self.run(Store(), share: share, seed: seed)
    // A tenth of a window holds a tenth of our part when spread evenly, and a burst of ten at worst. The first window may be
    // short, with a whole quota left to use.
    let even = 15 * share / 100
    for start in stride(from: 30.0, to: outcome.finished / .seconds(1), by: 3) {
      let count = outcome.sent.count { (start..<start + 3).contains($0 / .seconds(1)) }
      #expect(count <= even + 12, "from \(start) s")
    }
  }

  @Test(arguments: [1.0, 0.3], SeededRandom.seeds(10))
  func `the same holds with short windows and a fast store`(seconds: Double, seed: UInt64) {
    let store = Store(window: .seconds(seconds))
    let outcome = Self.run(store, share: 100, latency: 0.001...0.01, seed: seed)
    #expect(outcome.refusals == 0)
    #expect(Self.length(outcome, store, share: 100) <= 1.1)
  }

  @Test(arguments: [100, 80], SeededRandom.seeds(10))
  func `the same holds with windows that start with a request, not by the clock`(share: Int, seed: UInt64) {
    let store = Store(opensWithRequest: true)
    let outcome = Self.run(store, share: share, seed: seed)
    #expect(outcome.refusals == 0)
    #expect(Self.length(outcome, store, share: share) <= 1.1)
  }

  @Test(arguments: [(10, 60), (450, 2000)], SeededRandom.seeds(5))
  func `the same holds with a small and with a large quota`(quota: (size: Int, requests: Int), seed: UInt64) {
    let store = Store(quota: quota.size)
    let outcome = Self.run(store, share: 80, requests: quota.requests, seed: seed)
    #expect(outcome.refusals == 0)
    #expect(Self.length(outcome, store, share: 80, requests: quota.requests) <= 1.1)
  }

  @Test(arguments: [1, 3], SeededRandom.seeds(5))
  func `the same holds with fewer requests in flight`(workers: Int, seed: UInt64) {
    let outcome = Self.run(Store(), share: 80, workers: workers, seed: seed)
    #expect(outcome.refusals == 0)
    #expect(outcome.mostInFlight <= workers)
    #expect(Self.length(outcome, Store(), share: 80) <= 1.1)
  }

  /// A quota half used by another app, in one of two ways.
  @Test(arguments: [Store(othersAtOnce: 75), Store(othersSpread: 75)], SeededRandom.seeds(10))
  func `a quota that another app half uses is shared without a 429 and without waste`(store: Store, seed: UInt64) {
    let outcome = Self.run(store, share: 80, seed: seed)
    #expect(outcome.refusals == 0)
    #expect(outcome.answered == 600)
    // Half of the quota is there for us.
    #expect(outcome.finished / store.window <= 600 / 75 * 1.1)
  }

  @Test(arguments: SeededRandom.seeds(5)) func `a quota that other apps nearly use up slows the run down, and does not stop it`(
    seed: UInt64
  ) {
    let outcome = Self.run(Store(othersAtOnce: 140), share: 80, requests: 60, seed: seed)
    #expect(outcome.refusals == 0)
    #expect(outcome.answered == 60)
    // Of the ten that others leave they keep a few.
    #expect(outcome.finished / .seconds(30) <= 60 / 4)
    #expect(!outcome.events.isEmpty)
  }

  @Test(arguments: SeededRandom.seeds(5)) func `a store that refuses without headers is still read to the end`(seed: UInt64) {
    let outcome = Self.run(Store(tells: false), share: 80, requests: 300, seed: seed)
    #expect(outcome.answered == 300)
    #expect(outcome.refusals > 0)
    #expect(outcome.finished / .seconds(30) <= 4)
  }
}
