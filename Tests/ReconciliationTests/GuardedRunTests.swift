import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Planning
@testable import Reconciliation

/// Guardrails over several runs, which the state connects.
@Suite struct GuardedRunTests {
  private static func segment(_ numbers: some Sequence<Int>, _ more: String = "") -> String {
    "  - name: VIP\n\(more)    members: [\(numbers.map { "{customer: \($0)}" }.joined(separator: ", "))]\n"
  }

  @Test func `Losing a quarter in every run is stopped, until a person allows it or a month has passed`() async throws {
    try await withShop(customers: 200) { shop in
      var shop = shop
      try shop.declare(Self.segment(1...100))
      try await shop.apply()
      try shop.declare(Self.segment(1...75))
      try await shop.applySaved()
      try shop.declare(Self.segment(1...70))
      shop.day = shop.day.advanced(by: 7)
      for _ in 1...2 { await #expect(throws: GuardrailStop.self) { try await shop.apply() } }
      await #expect(throws: GuardrailStop.self) { try await shop.applySaved() }
      #expect(shop.members(of: "VIP").count == 75)
      // Allowed once, the count starts again from what is left.
      try await shop.apply(GuardrailOverrides(maximumRemovals: .percent(30)))
      try shop.declare(Self.segment(1...60))
      try await shop.apply()
      #expect(shop.members(of: "VIP").count == 60)
      try shop.declare(Self.segment(1...50))
      await #expect(throws: GuardrailStop.self) { try await shop.apply() }
      shop.day = shop.day.advanced(by: 31)
      try await shop.apply()
      #expect(shop.members(of: "VIP").count == 50)
    }
  }

  @Test func `A run without changes writes no state`() async throws {
    try await withShop(customers: 20) { shop in
      var shop = shop
      try shop.declare(Self.segment(1...10))
      try await shop.apply()
      let before = shop.rehearsal.read("segplan.state.json")
      shop.day = shop.day.advanced(by: 1)
      guard case .nothingToDo = try await shop.apply().result else {
        Issue.record("nothing was to be done")
        return
      }
      #expect(shop.rehearsal.read("segplan.state.json") == before)
    }
  }

  @Test func `A mistyped id does not rename another segment without confirmation`() async throws {
    try await withShop(customers: 20) { shop in
      var shop = shop
      shop.store.simulator.edit { edited in
        _ = try? edited.createSegments([SegmentDraft(name: "Staff")])
        if let id = edited.segment(named: "Staff")?.id { _ = edited.insertMembers((1...4).map { .numbered($0) }, into: id) }
      }
      let id = try #require(shop.store.store.segment(named: "Staff")?.id)
      try shop.declare(Self.segment(1...4, "    id: \(id)\n"))
      shop.isConfirmed = false
      #expect(try await shop.plan().findings.map(\.code) == ["take-over-segment"])
      await #expect(throws: GuardrailStop.self) { try await shop.apply() }
      await #expect(throws: GuardrailStop.self) { try await shop.applySaved() }
      #expect(shop.store.store.segment(named: "Staff") != nil)
      try await shop.applySaved(GuardrailOverrides(allowsTakeover: true))
      #expect(shop.store.store.segment(named: "VIP")?.id == id)
      // From now on the state knows it, and a rename back needs nobody's word.
      shop.store.simulator.edit {
        _ = try? $0.updateSegments([StoreSimulator.SegmentChange(id: id, name: "Renamed", description: nil)])
      }
      #expect(try await shop.plan().findings.isEmpty)
    }
  }

  @Test func `Growth beyond the limits of the manifest is stopped`() async throws {
    try await withShop(customers: 500) { shop in
      let limits = "    guardrails: {max_additions: 50%, max_members: 300}\n"
      try shop.declare(Self.segment(1...200, limits))
      try await shop.apply()
      try shop.declare(Self.segment(1...310, limits))
      #expect(try await shop.plan().findings.map(\.code) == ["max-additions", "max-members"])
      let allowed = GuardrailOverrides(maximumAdditions: .percent(60))
      #expect(try await shop.plan(allowed).findings.map(\.code) == ["max-members"])
      try shop.declare(Self.segment(1...300, limits))
      try await shop.apply()
      #expect(shop.members(of: "VIP").count == 300)
    }
  }

  @Test func `A first fill that was cut off continues, and so does one that a person allowed`() async throws {
    try await withShop(customers: 1200) { shop in
      // One of four batches of the first fill fails for good.
      try shop.declare(Self.segment(1...1000))
      shop.store.simulator.setFaults([try FaultSpec("error:on=add,status=401,rate=1,times=0,after=3")])
      guard case .applied(let outcome, _, _, _) = try await shop.apply().result, !outcome.isComplete else {
        Issue.record("the faults should have kept members out")
        return
      }
      shop.store.simulator.setFaults([])
      #expect((100..<500).contains(shop.members(of: "VIP").count), "\(shop.members(of: "VIP").count)")
      try await shop.apply()
      #expect(shop.members(of: "VIP").count == 1000)
    }
  }

  @Test func `Members that others removed are added again, however many there are`() async throws {
    try await withShop(customers: 1200) { shop in
      try shop.declare(Self.segment(1...1000))
      try await shop.apply()
      let id = try #require(shop.store.store.segment(named: "VIP")?.id)
      shop.store.simulator.editAsForeigner(id, adding: .empty, removing: .numbered(101...1000))
      try await shop.applySaved()
      #expect(shop.members(of: "VIP").count == 1000)
    }
  }
}
