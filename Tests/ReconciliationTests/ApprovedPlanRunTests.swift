import Diagnostics
import Planning
import SegmentModel
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
      let approval = PlanApproval(try await world.plan(configuration).id, of: nil)
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
        let approval = PlanApproval(plan.id, of: isAtHand ? plan : nil)
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
        try await current.run(.configuration(PlanRequest(configuration)), approved: PlanApproval(plan.id, of: plan))
      }
      #expect(world.members("A") == .numbered(Array(1...20) + [99]))
    }
  }

  @Test func `the rest of an approved plan is applied if the plan is at hand, and only then`() async throws {
    let settings = SimulatorSettings(faults: [try FaultSpec("error:status=500,on=add,after=1,times=3")])
    try await withApplyWorld(profiles: 300, segments: ["A": [1]], settings: settings) { world in
      let configuration = try world.configuration(Self.declared(1...200))
      let plan = try await world.plan(configuration)
      let source = ApplySource.configuration(PlanRequest(configuration))
      #expect(try await !world.run(source, approved: PlanApproval(plan.id, of: plan)).isComplete)
      #expect(world.members("A").count < 200)
      let current = world
      await #expect(throws: UnapprovedPlanError.self) {
        try await current.run(source, approved: PlanApproval(plan.id, of: nil))
      }
      #expect(try await world.run(source, approved: PlanApproval(plan.id, of: plan)).isComplete)
      #expect(world.members("A") == .numbered(1...200))
    }
  }
}
