import Diagnostics
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

@testable import Planning
@testable import Reconciliation

/// Saved plans that are applied with the manifests that they were made from, or with others.
struct OtherManifestsTests {
  private static func segment(_ name: String, _ numbers: some Sequence<Int>, _ more: String = "") -> String {
    "name: \(name), members: [\(numbers.map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", "))]\(more)"
  }

  /// Segment A with a member that expires later.
  private static var dated: String {
    let last = "{profile: \(ShopperProfileID.numbered(25)), expires: 2031-01-01}"
    return segment("A", 2...24).replacing("]", with: ", \(last)]")
  }

  private static func saved(_ plan: Plan, _ manifests: LoadedConfiguration) -> ApplySource {
    .saved(plan, limits: SavedPlanLimits(declared: manifests.limits), manifests: PlanRequest(manifests))
  }

  @Test func `the manifests of the plan are accepted, also in another order`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let plan = try await world.plan(try world.configuration(Self.segment("A", 2...25), Self.segment("B", [7])))
      let manifests = try world.configuration(Self.segment("B", [7]), Self.segment("A", (2...25).reversed()))
      #expect(try await world.run(Self.saved(plan, manifests)).isComplete)
      #expect(world.members("A") == .numbered(2...25))
    }
  }

  @Test(arguments: [
    ("the plan differs in \"A\"", [segment("A", 2...26)]),
    ("the plan differs in \"A\"", [segment("A", 2...25, ", description: x")]),
    ("the plan differs in \"A\"", [segment("A", 2...25, ", ensure: absent")]),
    ("the plan differs in \"B\"", [segment("A", 2...25), segment("B", [1])]),
    ("the plan differs in \"A\", \"B\"", [segment("B", [1])]),
    ("the guardrails of \"A\" differ", [segment("A", 2...25, ", guardrails: {max_removals: 90%}")]),
    ("the guardrails of \"A\" differ", [segment("A", 2...25, ", allow_empty: true")]),
    ("declarations that do not affect the plan differ", [dated]),
    ("they cannot be planned", [segment("A", 2...25, ", include: [{live: Gone}]")]),
  ])
  func `other manifests change nothing`(difference: String, segments: [String]) async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let plan = try await world.plan(try world.configuration(Self.segment("A", 2...25)))
      let text = segments.map { "  - {\($0)}\n" }.joined()
      let manifests = try world.configuration(text: "version: 1\nsegments:\n\(text)")
      let current = world
      let error = await #expect(throws: OtherManifestsError.self) { try await current.run(Self.saved(plan, manifests)) }
      let summary = error?.diagnostics.last?.summary ?? ""
      #expect(error?.diagnostics.last?.code == "plan-other-manifests")
      #expect(summary.hasSuffix(difference), "\(summary)")
      #expect(world.members("A") == .numbered(1...20))
      #expect(try await world.document == nil)
    }
  }

  @Test func `a plan of some segments is compared with all manifests, and shown as it was made`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let manifests = try world.configuration(Self.segment("A", 2...25), Self.segment("B", [1]))
      let plan = try await world.plan(manifests, targets: ["A"])
      let other = try world.configuration(Self.segment("A", 2...25), Self.segment("B", [2]))
      let current = world
      let error = await #expect(throws: OtherManifestsError.self) { try await current.run(Self.saved(plan, other)) }
      #expect(error?.diagnostics.last?.summary.hasSuffix("declarations that do not affect the plan differ") == true)
      #expect(try await world.run(Self.saved(plan, manifests)).isComplete)
    }
  }

  @Test func `an older plan cannot be compared, which is a warning`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let made = try await world.plan(try world.configuration(Self.segment("A", 2...25)))
      let header = PlanHeader(
        toolVersion: "1",
        createdAt: made.header.createdAt,
        validUntil: made.header.validUntil,
        store: made.header.store,
        configurationDigest: "sha256:" + String(repeating: "0", count: 64),
        state: made.header.state
      )
      let plan = Plan(header: header, segments: made.segments, unmanagedCount: made.unmanagedCount)
      let ended = try await world.run(Self.saved(plan, try world.configuration(Self.segment("A", 2...26))))
      #expect(ended.isComplete)
      #expect(ended.notes.codes.contains("manifests-not-compared"))
      #expect(world.members("A") == .numbered(2...25))
    }
  }

  @Test func `profiles that a first, partial run created do not make other manifests`() async throws {
    try await withShop(customers: 10, withoutProfileEvery: 2) { shop in
      try shop.declare("  - {name: A, members: [{customer: 1}, {customer: 2}]}")
      let plan = try await shop.plan().plan
      shop.store.simulator.setFaults([try FaultSpec("error:status=500,on=add,times=0")])
      try await shop.apply(.saved(plan, manifests: try shop.request()))
      shop.store.simulator.setFaults([])
      try await shop.apply(.saved(plan, manifests: try shop.request()))
      #expect(shop.members(of: "A").count == 2)
    }
  }
}
