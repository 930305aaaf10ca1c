import SegmentModel
import TestSupport
import Testing

@testable import StoreSimulator

struct PromotionPlanTests {
  private static func withPromotions(
    _ settings: SimulatorSettings = SimulatorSettings(),
    _ body: (Rehearsal) async throws -> Void
  ) async throws {
    try await withRehearsal(profiles: 100, segments: ["VIP": Array(1...4), "Idle": [9]], settings: settings) { rehearsal in
      let store = rehearsal.store.store
      let vip = try #require(store.segment(named: "VIP")).id.description
      rehearsal.store.simulator.edit { store in
        store.promotions = [
          StoredPromotion(id: 1, name: "VIP 20 % off", customer: .init(segments: .anyOf([vip]))),
          StoredPromotion(
            id: 2,
            name: "Early access",
            redemptionType: "COUPON",
            startDate: "2999-01-01T00:00:00Z",
            customer: .init(segments: .anyOf([vip]))
          ),
          StoredPromotion(id: 3, name: "For the others", customer: .init(segments: .not(.anyOf([vip])))),
          StoredPromotion(id: 4, name: "Switched off", status: "DISABLED", customer: .init(segments: .anyOf([vip]))),
        ]
      }
      try rehearsal.declare(["VIP": Array(1...10), "Idle": [9]])
      try await body(rehearsal)
    }
  }

  @Test func `a plan names the promotions of each changed segment, and warns about one that doubles`() async throws {
    try await Self.withPromotions { rehearsal in
      let plan = try await rehearsal.segplan("--out", "plan.json")
      #expect(plan.exitCode == 0, "\(plan.errors)")
      #expect(plan.output.contains("targeted by 1 active promotion: \"VIP 20 % off\" (automatic)\n"), "\(plan.output)")
      #expect(plan.output.contains("targeted by 1 upcoming promotion: \"Early access\" (coupon, from 2999-01-01)\n"))
      #expect(plan.output.contains("excluded by 1 active promotion: \"For the others\" (automatic)\n"))
      #expect(!plan.output.contains("Switched off"))
      #expect(plan.errors.contains("segment \"VIP\" will grow from 4 to 10 members"), "\(plan.errors)")
      let show = try await rehearsal.segplan("show", "plan.json")
      #expect(show.output.contains("VIP 20 % off"))
      let json = Array(try #require(rehearsal.read("plan.json")).utf8)
      #expect(try await SchemaCheck.problems(of: [json], schema: "plan.schema.json").isEmpty)
      #expect(rehearsal.store.log.count { $0.path.hasSuffix("/promotions") } == 1)
      let without = try await rehearsal.segplan("--no-promotions")
      #expect(!without.output.contains("VIP 20 % off"))
      #expect(rehearsal.store.log.count { $0.path.hasSuffix("/promotions") } == 1)
      #expect(try await rehearsal.segapply("plan.json").exitCode == 0)
      let again = try await rehearsal.segplan()
      #expect(again.exitCode == 0)
      #expect(rehearsal.store.log.count { $0.path.hasSuffix("/promotions") } == 1, "nothing changes, so nobody asks")
    }
  }

  @Test func `a token without the scope plans without promotions, and costs one request`() async throws {
    try await Self.withPromotions(SimulatorSettings(readsPromotions: false)) { rehearsal in
      let plan = try await rehearsal.segplan()
      #expect(plan.exitCode == 0, "\(plan.errors)")
      #expect(!plan.output.contains("promotion"), "\(plan.output)")
      #expect(rehearsal.store.log.count { $0.path.hasSuffix("/promotions") } == 1)
    }
  }

  @Test func `a segment that no manifest declares any more gives a warning, and a rename by hand is detected`() async throws {
    try await withRehearsal(profiles: 20) { rehearsal in
      try rehearsal.declare(["Old": [1, 2]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let id = try #require(rehearsal.store.store.segment(named: "Old")).id
      try rehearsal.declare(["New": [1, 2]])
      let plan = try await rehearsal.segplan()
      #expect(plan.errors.contains("no manifest declares segment \"Old\" any more"), "\(plan.errors)")
      #expect(plan.errors.contains("`id: \(id)`") && plan.errors.contains("segplan state rm \(id)"))
      try rehearsal.write(
        "version: 1\nsegments: [{name: New, id: \(id), members: [\(ShopperProfileID.numbered(1)), \(ShopperProfileID.numbered(2))]}]\n",
        to: "segments.yaml"
      )
      let pinned = try await rehearsal.segplan()
      #expect(!pinned.errors.contains("any more"), "\(pinned.errors)")
      #expect(pinned.output.contains("name: \"Old\" → \"New\""), "\(pinned.output)")
    }
  }

  @Test func `a partial plan says so, and a stopped plan shows no command to apply it`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20), "B": []]) { rehearsal in
      try rehearsal.declare(["A": [1], "B": [2]], guardrails: "25%")
      let partial = try await rehearsal.segplan("--target", "B", "--out", "b.json")
      #expect(partial.output.contains("Partial plan: --target limits it to \"B\"."), "\(partial.output)")
      #expect(partial.errors.contains("segapply b.json"))
      #expect(try await rehearsal.segplan("show", "b.json").output.contains("Partial plan"))
      let stopped = try await rehearsal.segplan("--out", "a.json")
      #expect(stopped.exitCode == 3)
      #expect(!stopped.errors.contains("To do exactly this"), "\(stopped.errors)")
    }
  }

  @Test func `list shows every segment of the store, the manifests and the state, as text and as JSON`() async throws {
    try await withRehearsal(profiles: 100, segments: ["A": Array(1...20), "Unmanaged": [1, 2]]) { rehearsal in
      try rehearsal.declare(["A": Array(1...20), "New": [3]])
      let list = try await rehearsal.segplan("list")
      #expect(list.exitCode == 0, "\(list.errors)")
      let rows = list.output.split(separator: "\n").map {
        $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
      }
      #expect(
        rows == [
          "LIVE RECORDED DECLARED NAME", "20 - segments.yaml:4 A", "not in store - segments.yaml:26 New", "2 - - Unmanaged",
        ]
      )
      let json = Array(try await rehearsal.segplan("list", "--format", "json").output.utf8)
      #expect(try await SchemaCheck.problems(of: [json], schema: "list.schema.json").isEmpty)
      let why = Array(try await rehearsal.segplan("why", "3", "--format", "json").output.utf8)
      #expect(try await SchemaCheck.problems(of: [why], schema: "why.schema.json").isEmpty)
      let old = try await rehearsal.segplan("why", "A", "3")
      #expect(old.exitCode == 64 && old.errors.contains("segplan why MEMBER --segment NAME"), "\(old.errors)")
    }
  }

  @Test(arguments: [["A", "ada@example.com"], ["7", "ada@example.com"], ["ada@@example.com", "7"], ["ada@example", "."]])
  func `why never repeats an address, wherever it is`(arguments: [String]) async throws {
    try await withRehearsal(profiles: 10) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let outcome = try await rehearsal.segplan(["why"] + arguments)
      #expect(outcome.exitCode != 0, "\(outcome.errors)")
      #expect(!(outcome.output + outcome.errors).contains("ada@"), "\(outcome.errors)")
    }
  }
}
