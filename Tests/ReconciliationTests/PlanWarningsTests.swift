import Diagnostics
import Planning
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// What a plan warns of, and what keeps it from being made.
struct PlanWarningsTests {
  private struct Refused: Error {}

  @Test func `a plan during an apply names the person who runs it`() async throws {
    try await withShop(customers: 5) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}]}")
      let backend = shop.state.backend
      let lock = try await backend.lock(shop.identity.lock(on: backend))
      let planned = try await shop.plan()
      #expect(planned.warnings.codes == ["apply-running"])
      #expect(planned.warnings.first?.summary.contains("ada@desk") == true)
      #expect(planned.plan.warnings.codes == ["apply-running"])
      try await lock.release()
      #expect(try await shop.plan().warnings.isEmpty)
    }
  }

  @Test func `a plan includes the journal of a run that died, and names that run`() async throws {
    try await withShop(customers: 9) { shop in
      var shop = shop
      let backend = ListeningBackend(path: shop.rehearsal.folder + "/state.json", store: shop.store)
      shop.backend = backend
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 2}]}")
      backend.on("write") { throw Refused() }
      try await shop.apply()
      backend.on("write") {}
      let planned = try await shop.plan()
      #expect(!planned.plan.hasChanges)
      #expect(planned.warnings.codes == ["journal-folded"])
      #expect(planned.plan.header.state?.serial == 0)
      #expect(planned.plan.header.state?.foldedRun == shop.identity.id)
    }
  }

  @Test func `promotions that cannot be read are a warning`() async throws {
    try await withShop(customers: 9) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}]}")
      try await shop.apply()
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 2}]}")
      shop.store.simulator.setFaults([try FaultSpec("error:status=500,on=promotions,times=0")])
      let planned = try await shop.plan()
      #expect(planned.plan.hasChanges)
      #expect(planned.warnings.codes == ["promotions-unread"])
    }
  }

  @Test func `a target that no manifest declares is an error with a suggestion, and valid targets limit the plan`() async throws {
    try await withShop(customers: 9) { shop in
      try shop.declare("  - {name: Gold, members: [{customer: 1}]}\n  - {name: Silver, members: [{customer: 2}]}")
      let configuration = try shop.request().configuration
      let error = #expect(throws: DiagnosticsError.self) { try configuration.targets(["Gold", "Golt"]) }
      #expect(error?.diagnostics.map(\.code) == ["unknown-target"])
      #expect(error?.diagnostics.first?.suggestion == "Gold")
      var request = PlanRequest(configuration)
      request.targets = ["Silver"]
      let plan = try await shop.withReconciler { [request] in try await $0.plan(request).plan }
      #expect(plan.segments.map(\.name.text) == ["Silver"])
      #expect(plan.header.targets == ["Silver"])
    }
  }

  @Test func `skipped customers give a warning if that has a consequence`() async throws {
    try await withShop(customers: 9) { shop in
      try shop.declare(
        """
          - {name: Staff, on_unknown: skip, members: [{customer: 1}, {customer: 4711}]}
          - {name: Friends, on_unknown: skip, members: [{customer: 2}, {customer: 4712}]}
          - {name: VIP, include: [Friends], exclude: [Staff], members: [{customer: 1}, {customer: 3}]}
        """
      )
      let notes = try await shop.plan().warnings.filter { $0.code == "customers-skipped" }
      #expect(notes.count == 2)
      #expect(notes.contains { $0.detail?.contains("\"VIP\", which includes it, without this customer") == true })
      #expect(notes.contains { $0.detail?.contains("this customer is not excluded from \"VIP\"") == true })
      // Without changes there is no consequence.
      try await shop.apply()
      #expect(try await shop.plan().warnings.codes.isEmpty)
    }
  }

  @Test func `a segment that no manifest declares any more gives a warning, and many share one`() async throws {
    try await withShop(customers: 9) { shop in
      let all = (1...7).map { "  - {name: S\($0), members: [{customer: \($0)}]}" }
      try shop.declare(all.joined(separator: "\n"))
      try await shop.apply()
      let gone = try #require(shop.store.store.segment(named: "S2")).id
      shop.store.simulator.edit { $0.deleteSegments([gone]) }
      try shop.declare(all[0])
      let notes = try await shop.plan().warnings
      #expect(notes.count == 6 && notes.allSatisfy { $0.code == "undeclared-segment" })
      #expect(notes.count { $0.summary.contains("the store no longer has it") } == 1)
      #expect(notes.last?.summary.contains("1 more segment") == true)
    }
  }

  @Test func `a live segment that the store does not have, or that is declared, is an error`() async throws {
    try await withRehearsal(profiles: 9, segments: ["Staff": [1], "Other": [2]]) { rehearsal in
      let shop = Shop(rehearsal: rehearsal)
      let id = try #require(shop.store.store.segment(named: "Other")).id
      try shop.declare(
        """
          - {name: A, include: [{live: Stafff}], members: []}
          - {name: B, exclude: [{live: Other}], members: []}
          - {name: Pinned, id: \(id), members: []}
        """
      )
      let error = await #expect(throws: DiagnosticsError.self) { try await shop.plan() }
      #expect(error?.diagnostics.codes == ["unknown-live-segment", "live-but-declared"])
      #expect(error?.diagnostics.map { $0.range?.start.line } == [3, 4])
      #expect(error?.diagnostics.first?.suggestion == "Staff")
    }
  }

  @Test func `a member of a live segment is explained by the line that includes it`() async throws {
    try await withRehearsal(profiles: 9, segments: ["Staff": [1]]) { rehearsal in
      let shop = Shop(rehearsal: rehearsal)
      try shop.declare("  - name: A\n    members: []\n    include: [{live: Staff}]")
      let explained = try #require(try await shop.explain(.numbered(1), in: "A"))
      #expect(explained.declarations.map(\.through) == ["Staff"])
      #expect(explained.declarations.map(\.place.line) == [5])
      #expect(explained.action == .add && explained.note?.cause == .live("Staff"))
    }
  }
}
