import Diagnostics
import Planning
import SegmentModel
import StateStorage
import StoreClient
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Whether an outcome leaves open only what nobody can know.
struct DoubtTests {
  private static func withFault(_ faults: String..., body: (InProcess) async throws -> Void) async throws {
    let faults = try faults.map { try FaultSpec($0) }
    try await withRehearsal(profiles: 200, settings: SimulatorSettings(faults: faults)) { rehearsal in
      try rehearsal.declare(["A": Array(1...160)])
      try await body(InProcess(rehearsal: rehearsal))
    }
  }

  private static func results(_ outcome: ApplyOutcome) throws -> (results: SegmentResults, outcome: SegmentOutcome) {
    let segment = try #require(outcome.segments.first)
    return (SegmentResults(segment), segment)
  }

  @Test(arguments: [401, 403])
  func `refused changes, and those that were not sent after them, are certainly not done`(status: Int) async throws {
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
  func `a change that was sent without an answer is unconfirmed`(fault: String) async throws {
    try await Self.withFault(fault) { process in
      let outcome = try Self.results(try await process.outcome(verifies: false)).outcome
      #expect(outcome.unconfirmed.count == 160)
    }
  }

  @Test func `an acknowledged change is done, even if nobody could list it`() async throws {
    try await Self.withFault("error:status=500,on=list,times=0") { process in
      let (results, outcome) = try Self.results(try await process.outcome())
      #expect(outcome.verification == .missed && outcome.added.count == 160)
      #expect(results.result(of: .numbered(1), nil).result == .done)
    }
  }

  @Test(arguments: ["reset:on=create,times=0", "truncate:on=create,times=0"])
  func `a segment whose creation has no answer is unconfirmed, and a refused one is not created`(fault: String) async throws {
    try await Self.withFault(fault) { process in
      let own = try Self.results(try await process.outcome()).results.ofSegment
      #expect(own.result == .unconfirmed, "\(own)")
    }
    try await Self.withFault("error:status=422,on=create,times=0") { process in
      let own = try Self.results(try await process.outcome()).results.ofSegment
      #expect(own.result == .failed && own.reason?.contains("was not created") == true, "\(own)")
    }
  }

  @Test(arguments: ["conflict:style=anonymous,times=0", "conflict:style=whole,members=1,times=0"])
  func `changes with an ambiguous answer are unconfirmed if the store then refuses the listing`(fault: String) async throws {
    try await Self.withFault(fault, "error:status=403,on=list,times=0", "error:status=403,on=add,after=1,times=0") { process in
      let (results, outcome) = try Self.results(try await process.outcome())
      let open = outcome.unconfirmed
      #expect(!open.isEmpty && outcome.failures.contains { $0.problem.summary.contains("may not have been added to segment") })
      for profile in open { #expect(results.result(of: profile, nil).result == .unconfirmed) }
    }
  }

  @Test func `a segment that the store does not list yet is unconfirmed`() async throws {
    // The answer names no id, and the list that follows fails.
    try await Self.withFault("html:status=200,on=create,times=0", "error:status=403,on=segments,after=1,times=0") { process in
      let outcome = try Self.results(try await process.outcome()).outcome
      #expect(outcome.isUnconfirmed && outcome.hasChangedStore)
      #expect(outcome.failures.contains { $0.problem.summary.contains("may not have been created") })
    }
  }

  @Test func `a name that is already taken at the first attempt is a refusal`() async throws {
    try await Self.withFault("conflict:on=create,times=0", "error:status=403,on=segments,after=1,times=0") { process in
      let outcome = try Self.results(try await process.outcome()).outcome
      #expect(!outcome.isUnconfirmed && !outcome.hasChangedStore)
    }
  }

  @Test func `a segment that is taken over exists, even if the store refuses its description`() async throws {
    try await withRehearsal(profiles: 20) { rehearsal in
      try rehearsal.declare(["A": [1, 2]])
      // The creation is done and its answer is lost; the retry hears that the name is taken.
      let faults = [try FaultSpec("error:status=500,on=create,when=after"), try FaultSpec("error:status=403,on=update,times=0")]
      rehearsal.store.simulator.setFaults(faults)
      let process = InProcess(rehearsal: rehearsal, retries: RetryPolicy(maximumAttempts: 3))
      let outcome = try Self.results(try await process.outcome()).outcome
      #expect(outcome.created && outcome.id != nil)
      #expect(outcome.added.count == 2)
      let record = try await process.record("A")
      #expect(record.members.count == 2)
    }
  }

  @Test func `an unacknowledged addition of a profile that the run created is recorded as unconfirmed`() async throws {
    try await withShop(customers: 10, withoutProfileEvery: 2) { shop in
      try shop.declare("  - name: A\n    members: [{customer: 1}, {customer: 2}]")
      shop.store.simulator.setFaults([try FaultSpec("reset:on=add,times=0")])
      guard case .applied(let outcome, _, _, let unrecorded) = try await shop.apply().result else {
        Issue.record("nothing was applied")
        return
      }
      #expect(unrecorded.isEmpty && outcome.segments.first?.unconfirmed.count == 2)
      let record = try #require(try await shop.state.read()?.document.segments.first)
      #expect(record.unconfirmed.count == 2)
    }
  }
}
