import Diagnostics
import SegmentModel
import StateStorage
import StoreSimulator
import Synchronization
import TestSupport
import Testing

@testable import Planning
@testable import Reconciliation

/// Segments that are created, updated and deleted, in stores that refuse or are changed meanwhile.
struct SegmentChangeTests {
  private static func applied(_ result: ApplyResult) throws -> SegmentOutcome {
    guard case .applied(let outcome, _, _, let unrecorded) = result else {
      Issue.record("\(result)")
      throw CancellationError()
    }
    #expect(unrecorded.isEmpty)
    return try #require(outcome.segments.first)
  }

  /// Declares "A" with these fields and the customers 1 and 2, and applies.
  private static func apply(_ shop: Shop, _ fields: String = "", faults: String...) async throws -> SegmentOutcome {
    try shop.declare("  - {name: A, \(fields)members: [{customer: 1}, {customer: 2}]}")
    shop.store.simulator.setFaults(try faults.map { try FaultSpec($0) })
    let allowed = GuardrailOverrides(maximumRemovals: .percent(100), allowsDeletion: true)
    return try applied(try await shop.apply(allowed).result)
  }

  @Test func `a segment that someone else created and filled after the plan is not changed`() async throws {
    try await withShop(customers: 9) { shop in
      try shop.declare("  - {name: A, description: ours, members: [{customer: 1}]}")
      let simulator = shop.store.simulator
      let outcome = try Self.applied(
        try await shop.apply(
          try shop.applyRequest(),
          whenAsked: {
            simulator.edit { store in
              let created = try? store.createSegments([SegmentDraft(name: "A", description: "theirs")])
              guard let id = created?.first?.id else { return }
              _ = store.insertMembers([.numbered(9)], into: id)
            }
          }
        )
      )
      #expect(!outcome.created && outcome.id == nil && !outcome.hasChangedStore)
      #expect(outcome.failures.flatMap(\.members.ids) == [.numbered(1)])
      #expect(outcome.failures.first?.problem.summary.hasPrefix("segment \"A\" was not created: ") == true)
      #expect(shop.members(of: "A") == .numbered([9]))
      #expect(shop.store.store.segment(named: "A")?.description == "theirs")
    }
  }

  @Test func `if the store refuses an update, the update fails and the members are changed`() async throws {
    try await withShop(customers: 9) { shop in
      _ = try await Self.apply(shop)
      try shop.declare("  - {name: A, description: ours, members: [{customer: 1}, {customer: 3}]}")
      shop.store.simulator.setFaults([try FaultSpec("error:status=422,on=update,times=0")])
      let allowed = GuardrailOverrides(maximumRemovals: .percent(100))
      let outcome = try Self.applied(try await shop.apply(allowed).result)
      #expect(!outcome.updated)
      #expect(outcome.failures.first?.problem.summary.hasPrefix("segment \"A\" was not updated: ") == true)
      #expect(shop.members(of: "A") == .numbered([1, 3]))
      shop.store.simulator.setFaults([])
      #expect(try Self.applied(try await shop.apply().result).updated)
      #expect(shop.store.store.segment(named: "A")?.description == "ours")
    }
  }

  @Test func `a failed deletion keeps the record, and a deletion by someone else counts as done`() async throws {
    try await withShop(customers: 9) { shop in
      _ = try await Self.apply(shop)
      let allowed = GuardrailOverrides(allowsDeletion: true)
      try shop.declare("  - {name: A, ensure: absent}")
      shop.store.simulator.setFaults([try FaultSpec("error:status=422,on=delete,times=0")])
      let failed = try Self.applied(try await shop.apply(allowed).result)
      #expect(!failed.deleted && failed.failures.first?.problem.summary.hasPrefix("segment \"A\" was not deleted: ") == true)
      #expect(try await shop.state.read()?.document.segments.map(\.name) == ["A"])
      shop.store.simulator.setFaults([])
      let (simulator, id) = (shop.store.simulator, try #require(shop.store.store.segment(named: "A")).id)
      let outcome = try Self.applied(
        try await shop.apply(try shop.applyRequest(allowed), whenAsked: { simulator.edit { $0.deleteSegments([id]) } })
      )
      #expect(outcome.deleted && outcome.failures.isEmpty)
      #expect(try await shop.state.read()?.document.segments.isEmpty == true)
    }
  }

  @Test func `removals are sent before additions, and the journal has the segment before its members`() async throws {
    try await withShop(customers: 9) { shop in
      var shop = shop
      let backend = ListeningBackend(path: shop.rehearsal.folder + "/state.json", store: shop.store)
      shop.backend = backend
      shop.parallelism = 1
      _ = try await Self.apply(shop)
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 3}]}")
      var request = try shop.applyRequest(GuardrailOverrides(maximumRemovals: .percent(100)))
      request.verifies = false
      let before = shop.store.membershipWrites.count
      let folder = shop.rehearsal
      let journal = Mutex("")
      backend.on("write") { journal.withLock { $0 = folder.read("state.json.journal") ?? "" } }
      try await shop.apply(request)
      #expect(shop.store.membershipWrites.dropFirst(before).map(\.method) == ["DELETE", "POST"])
      let kinds = ["began", "segment", "sending", "removed", "sending", "added", "recording"]
      let lines = journal.withLock { $0 }.split(separator: "\n")
      #expect(zip(lines, kinds).allSatisfy { $0.contains("\"\($1)\"") } && lines.count == kinds.count, "\(lines)")
    }
  }

  @Test func `an unknown profile fails alone, with its customer and line`() async throws {
    try await withShop(customers: 9) { shop in
      let outcome = try await Self.apply(shop, faults: "gone:ids=\(ShopperProfileID.numbered(7))")
      #expect(outcome.failures.isEmpty)
      try shop.declare(
        """
          - name: A
            members: [{customer: 1}, {customer: 2}]
            include: [B]
          - name: B
            members:
              - customer: 3
              - customer: 4
        """
      )
      let simulator = shop.store.simulator
      guard
        case .applied(let both, _, _, _) = try await shop.apply(
          try shop.applyRequest(),
          whenAsked: { simulator.edit { $0.deleteProfiles([.numbered(4)]) } }
        )
      else {
        Issue.record("nothing was applied")
        return
      }
      #expect(shop.members(of: "A") == .numbered(1...3) && shop.members(of: "B") == .numbered([3]))
      let problems = both.segments.flatMap(\.failures).map(\.problem)
      #expect(problems.codes == ["member-refused", "member-refused"])
      #expect(problems.allSatisfy { $0.summary.hasPrefix("customer 4 (profile \(ShopperProfileID.numbered(4))) was not added") })
      #expect(problems.map(\.range?.start.line) == [9, 9])
    }
  }

  @Test func `an empty segment that someone else created after the plan is used, and gets its description`() async throws {
    try await withShop(customers: 9) { shop in
      try shop.declare("  - {name: A, description: ours, members: [{customer: 1}]}")
      let simulator = shop.store.simulator
      let outcome = try Self.applied(
        try await shop.apply(
          try shop.applyRequest(),
          whenAsked: { simulator.edit { _ = try? $0.createSegments([SegmentDraft(name: "A", description: "theirs")]) } }
        )
      )
      #expect(outcome.created && outcome.failures.isEmpty)
      #expect(shop.members(of: "A") == .numbered([1]))
      #expect(shop.store.store.segment(named: "A")?.description == "ours")
    }
  }

  @Test func `a deletion that the store answers with 404 counts as done`() async throws {
    try await withShop(customers: 9) { shop in
      _ = try await Self.apply(shop)
      try shop.declare("  - {name: A, ensure: absent}")
      shop.store.simulator.setFaults([try FaultSpec("error:status=404,on=delete,when=after")])
      let outcome = try Self.applied(try await shop.apply(GuardrailOverrides(allowsDeletion: true)).result)
      #expect(outcome.deleted && outcome.failures.isEmpty)
      #expect(try await shop.state.read()?.document.segments.isEmpty == true)
    }
  }

  @Test func `a segment that is deleted during the run fails its members, and is not created again`() async throws {
    try await withShop(customers: 9) { shop in
      _ = try await Self.apply(shop)
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 3}]}")
      let (simulator, id) = (shop.store.simulator, try #require(shop.store.store.segment(named: "A")).id)
      let allowed = GuardrailOverrides(maximumRemovals: .percent(100))
      let outcome = try Self.applied(
        try await shop.apply(try shop.applyRequest(allowed), whenAsked: { simulator.edit { $0.deleteSegments([id]) } })
      )
      #expect(outcome.failures.map(\.problem.code).allSatisfy { $0 == "segment-gone" || $0 == "not-verified" })
      #expect(outcome.failures.count { $0.problem.code == "segment-gone" } == 2)
      #expect(shop.store.store.segment(named: "A") == nil)
    }
  }

  @Test func `after a refused token, nothing else is sent`() async throws {
    try await withShop(customers: 9) { shop in
      var shop = shop
      shop.parallelism = 1
      try shop.declare("  - {name: A, members: [{customer: 1}]}\n  - {name: B, members: [{customer: 2}]}")
      shop.store.simulator.setFaults([try FaultSpec("error:status=401,on=create,times=0")])
      guard case .applied(let outcome, _, false, let unrecorded) = try await shop.apply().result else {
        Issue.record("nothing was applied")
        return
      }
      #expect(unrecorded.isEmpty && !outcome.hasChangedStore)
      #expect(outcome.segments.flatMap(\.failures).map(\.problem.code) == ["token-refused", "not-sent"])
      #expect(shop.store.log.count { $0.method != "GET" } == 1)
    }
  }

  @Test func `a request that is cut off by a second signal leaves its members unconfirmed`() async throws {
    try await withShop(customers: 9) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 2}]}")
      shop.store.simulator.setFaults([try FaultSpec("latency:ms=600000,on=add")])
      let stop = StopRequest()
      let request = try shop.applyRequest(stop: stop)
      async let applied = shop.apply(request)
      try await eventually("a request in flight") { !shop.store.membershipWrites.isEmpty }
      stop.request(.interruption)
      stop.hurry()
      guard case .applied(let outcome, _, true, let unrecorded) = try await applied else {
        Issue.record("the run was not interrupted")
        return
      }
      #expect(unrecorded.isEmpty)
      #expect(outcome.segments.map(\.unconfirmed) == [.numbered(1...2)])
      #expect(outcome.segments.flatMap(\.failures).map(\.problem.code) == ["interrupted"])
      #expect(try await shop.state.read()?.document.segments.map(\.unconfirmed) == [.numbered(1...2)])
    }
  }
}
