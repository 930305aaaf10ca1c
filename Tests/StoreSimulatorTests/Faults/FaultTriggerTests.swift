import Testing

@testable import StoreSimulator

@Suite struct FaultTriggerTests {
  private static func firings(_ spec: String, of count: Int, seed: UInt64 = 1) throws -> [Int] {
    var random = SeededGenerator(seed: seed)
    var active = ActiveFault(try FaultSpec(spec))
    return (1...count).filter { _ in active.fires(using: &random) }
  }

  @Test(arguments: [
    ("overload", [1]), ("overload:times=3", [1, 2, 3]), ("overload:after=2", [3]), ("overload:after=2,times=2", [3, 4]),
    ("overload:rate=1", Array(1...8)), ("overload:rate=0", []), ("overload:times=0,after=6", [7, 8]),
  ])
  func `times and after count the requests that could be hit`(spec: String, hits: [Int]) throws {
    #expect(try Self.firings(spec, of: 8) == hits)
  }

  @Test func `a rate affects about that share of requests, and the same requests for the same seed`() throws {
    let hits = try Self.firings("overload:rate=0.3", of: 10_000)
    #expect((2_800...3_200).contains(hits.count))
    #expect(try Self.firings("overload:rate=0.3", of: 10_000) == hits)
    #expect(try Self.firings("overload:rate=0.3", of: 10_000, seed: 2) != hits)
  }
}
