import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Whether an outcome leaves open only what nobody can know.
struct DoubtTests {
  private static func withFault(_ fault: String, _ body: (InProcess) async throws -> Void) async throws {
    try await withRehearsal(profiles: 200, settings: SimulatorSettings(faults: [try FaultSpec(fault)])) { rehearsal in
      try rehearsal.declare(["A": Array(1...160)])
      try await body(InProcess(rehearsal: rehearsal))
    }
  }

  private static func results(_ outcome: ApplyOutcome) throws -> (results: SegmentResults, outcome: SegmentOutcome) {
    let segment = try #require(outcome.segments.first)
    return (SegmentResults(segment), segment)
  }

  @Test(arguments: [401, 403])
  func `what a store refused, and what was not sent after that, is not done for certain`(status: Int) async throws {
    try await Self.withFault("error:status=\(status),on=add,after=1,times=0") { process in
      let (results, outcome) = try Self.results(try await process.outcome())
      #expect(outcome.added.count == 50)
      #expect(outcome.unconfirmed.isEmpty)
      for number in 1...160 {
        let profile = ShopperProfileID.numbered(number)
        #expect(results.result(of: profile, nil).result == (outcome.added.contains(profile) ? .done : .failed))
      }
    }
  }

  @Test(arguments: ["reset:on=add,times=0", "error:status=500,on=add,when=after,times=0"])
  func `what was sent without an answer is unconfirmed`(fault: String) async throws {
    try await Self.withFault(fault) { process in
      let outcome = try Self.results(try await process.outcome(verifies: false)).outcome
      #expect(outcome.unconfirmed.count == 160)
    }
  }

  @Test func `what the store acknowledged is done, though nobody could list it again`() async throws {
    try await Self.withFault("error:status=500,on=list,times=0") { process in
      let (results, outcome) = try Self.results(try await process.outcome())
      #expect(outcome.verification == .missed && outcome.added.count == 160)
      #expect(results.result(of: .numbered(1), nil).result == .done)
    }
  }

  @Test(arguments: ["reset:on=create,times=0", "truncate:on=create,times=0"])
  func `a segment whose creation has no answer is unconfirmed, and one that is refused is not created`(fault: String) async throws
  {
    try await Self.withFault(fault) { process in
      let own = try Self.results(try await process.outcome()).results.ofSegment
      #expect(own.result == .unconfirmed, "\(own)")
    }
    try await Self.withFault("error:status=422,on=create,times=0") { process in
      let own = try Self.results(try await process.outcome()).results.ofSegment
      #expect(own.result == .failed && own.reason?.contains("was not created") == true, "\(own)")
    }
  }
}
