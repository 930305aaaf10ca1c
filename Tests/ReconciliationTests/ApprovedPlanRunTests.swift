import Diagnostics
import Planning
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Applies of manifests that continue only with the approved plan.
struct ApprovedPlanRunTests {
  private static func declared(_ numbers: some Sequence<Int>) -> String {
    "name: A, members: [\(numbers.map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", "))]"
  }

  @Test func `the approved plan is applied, and again there is nothing to do`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let configuration = try world.configuration(Self.declared(2...25))
      let approval = PlanApproval([try await world.plan(configuration).id], of: nil)
      for _ in 1...2 {
        #expect(try await world.run(.configuration(PlanRequest(configuration)), approved: approval).isComplete)
        #expect(world.members("A") == .numbered(2...25))
      }
    }
  }

  @Test(arguments: [false, true])
  func `a plan that differs by one member changes nothing`(isAtHand: Bool) async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let plan = try await world.plan(try world.configuration(Self.declared(2...25)))
      let other = try world.configuration(Self.declared(2...26))
      let otherID = try await world.plan(other).id
      let current = world
      let error = await #expect(throws: UnapprovedPlanError.self) {
        let approval = PlanApproval([plan.id], of: isAtHand ? plan : nil)
        try await current.run(.configuration(PlanRequest(other)), approved: approval)
      }
      #expect(error?.diagnostics.first?.summary.contains("\(otherID)") == true)
      #expect(error?.diagnostics.first?.detail?.contains("\(plan.id)") == true)
      #expect(world.store.membershipWrites.isEmpty)
      #expect(try await world.document == nil)
    }
  }

  @Test func `a member that someone else adds makes another plan`() async throws {
    try await withApplyWorld(segments: ["A": Array(1...20)]) { world in
      let configuration = try world.configuration(Self.declared(2...25))
      let plan = try await world.plan(configuration)
      let id = try #require(world.store.store.segment(named: "A")).id
      world.store.simulator.editAsForeigner(id, adding: .numbered([99]))
      let current = world
      await #expect(throws: UnapprovedPlanError.self) {
        try await current.run(.configuration(PlanRequest(configuration)), approved: PlanApproval([plan.id], of: plan))
      }
      #expect(world.members("A") == .numbered(Array(1...20) + [99]))
    }
  }

  /// The first batch after each that succeeds fails, as often as this.
  private static func failing(times: Int) throws -> SimulatorSettings {
    SimulatorSettings(faults: [try FaultSpec("error:status=500,on=add,after=1,times=\(times)")])
  }

  @Test func `what an apply did not finish is applied by the same approval, as often as necessary`() async throws {
    try await withApplyWorld(profiles: 300, segments: ["A": [1], "Old": [2]], settings: Self.failing(times: 6)) { world in
      let configuration = try world.configuration(
        Self.declared(1...200),
        "name: B, members: [\(ShopperProfileID.numbered(7))]",
        "name: Old, ensure: absent"
      )
      let approval = PlanApproval([try await world.plan(configuration).id], of: nil)
      var runs = 1
      while try await !world.run(.configuration(PlanRequest(configuration)), approved: approval).isComplete {
        #expect(try await world.document?.unfinished?.plan == approval.ids.first)
        runs += 1
        if runs > 9 { break }
      }
      #expect((2...9).contains(runs))
      #expect(world.members("A") == .numbered(1...200))
      #expect(try await world.document?.unfinished == nil)
    }
  }

  @Test func `the rest of an approved plan is not applied if it has grown`() async throws {
    try await withApplyWorld(profiles: 300, segments: ["A": [1]], settings: Self.failing(times: 3)) { world in
      let configuration = try world.configuration(Self.declared(1...200))
      let plan = try await world.plan(configuration)
      #expect(
        try await !world.run(.configuration(PlanRequest(configuration)), approved: PlanApproval([plan.id], of: nil)).isComplete
      )
      let members = world.members("A")
      let grown = try world.configuration(Self.declared(1...201))
      let current = world
      for approval in [PlanApproval([plan.id], of: nil), PlanApproval([plan.id], of: plan)] {
        await #expect(throws: UnapprovedPlanError.self) {
          try await current.run(.configuration(PlanRequest(grown)), approved: approval)
        }
      }
      #expect(world.members("A") == members)
      let id = try #require(world.store.store.segment(named: "A")).id
      world.store.simulator.editAsForeigner(id, removing: .numbered([1]))
      await #expect(throws: UnapprovedPlanError.self) {
        try await current.run(.configuration(PlanRequest(configuration)), approved: PlanApproval([plan.id], of: nil))
      }
    }
  }

  @Test func `the rest of an approved plan is applied if the plan is at hand, although the state does not know it`() async throws
  {
    try await withApplyWorld(profiles: 300, segments: ["A": [1]]) { world in
      let configuration = try world.configuration(Self.declared(1...200))
      let plan = try await world.plan(configuration)
      let id = try #require(world.store.store.segment(named: "A")).id
      world.store.simulator.editAsForeigner(id, adding: .numbered(2...50))
      let current = world
      await #expect(throws: UnapprovedPlanError.self) {
        try await current.run(.configuration(PlanRequest(configuration)), approved: PlanApproval([plan.id], of: nil))
      }
      #expect(
        try await world.run(.configuration(PlanRequest(configuration)), approved: PlanApproval([plan.id], of: plan)).isComplete
      )
      #expect(world.members("A") == .numbered(1...200))
    }
  }
}
