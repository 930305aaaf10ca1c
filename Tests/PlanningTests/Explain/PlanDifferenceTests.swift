import Planning
import SegmentModel
import TestSupport
import Testing

struct PlanDifferenceTests {
  @Test func `a plan does not differ from itself`() throws {
    let plan = try PlanExample.everything()
    #expect(PlanDifference(from: plan, to: plan).isEmpty)
  }

  @Test func `the difference shows the changes that only one plan has`() throws {
    let old = Sample.plan([
      try Sample.planned("A", add: 1...3, remove: [7], live: 7...9),
      try Sample.planned("Gone", .create(description: ""), add: [1]),
    ])
    let new = Sample.plan([
      try Sample.planned("A", add: 2...4, remove: 7...8, live: 7...9), try Sample.planned("New", .create(description: "")),
    ])
    let difference = PlanDifference(from: old, to: new)
    #expect(difference.segments.map(\.name.text) == ["A", "Gone", "New"])
    let first = difference.segments[0]
    #expect(first.newAdditions.profiles == .numbered([4]))
    #expect(first.droppedAdditions.profiles == .numbered([1]))
    #expect(first.newRemovals.profiles == .numbered([8]))
    #expect(first.droppedRemovals.profiles.isEmpty)
    #expect(!first.isMadeFromOtherMembers)
    #expect(difference.segments[1].newActions == nil)
    #expect(difference.segments[2].oldActions == nil)
  }

  @Test func `what is left of a plan is its rest, and nothing that it does not do`() throws {
    let created = SegmentChange.create(description: "")
    let whole = Sample.plan([
      try Sample.planned("A", add: 1...3, remove: 7...8, live: 7...9), try Sample.planned("B", created, add: [1]),
      try Sample.planned("C", .delete(.numbered(3)), live: 1...2),
    ])
    func isRest(_ segments: SegmentPlan...) -> Bool { PlanDifference(from: whole, to: Sample.plan(segments)).isRest }
    #expect(PlanDifference(from: whole, to: whole).isRest)
    #expect(isRest())
    #expect(isRest(try Sample.planned("A", add: 2...3, remove: [8], live: [1, 8, 9])))
    #expect(isRest(try Sample.planned("B", .keep(.numbered(2)), add: [1]), try Sample.planned("C", .stayAbsent)))
    #expect(isRest(try Sample.planned("Other", live: 1...2)))
    #expect(!isRest(try Sample.planned("A", add: 1...4, live: 7...9)))
    #expect(!isRest(try Sample.planned("A", remove: [9], live: 7...9)))
    #expect(!isRest(try Sample.planned("A", .delete(.numbered(1)), live: 7...9)))
    #expect(!isRest(try Sample.planned("Other", created)))
    #expect(!isRest(try Sample.planned("Other", add: [1])))
  }

  @Test func `a customer whose profile was created since is in the rest of a plan`() throws {
    func plan(_ customer: Int, hasProfile: Bool) throws -> Plan {
      let id = try #require(CustomerID(customer))
      let segment = try Sample.planned("A", live: 1...2)
      var planned = SegmentPlan(
        name: segment.name,
        change: segment.change,
        mode: .authoritative,
        add: .empty,
        newProfiles: [id],
        remove: .empty,
        live: segment.live,
        desiredCount: 3,
        limits: segment.limits
      )
      if hasProfile { planned = planned.resolvingNewProfiles([id: .numbered(5)]) }
      return Sample.plan([planned])
    }
    let whole = try plan(5, hasProfile: false)
    #expect(PlanDifference(from: whole, to: try plan(5, hasProfile: true)).isRest)
    #expect(!PlanDifference(from: whole, to: try plan(6, hasProfile: true)).isRest)
    #expect(!PlanDifference(from: whole, to: try plan(6, hasProfile: false)).isRest)
  }

  @Test func `equal changes with different live members are a difference`() throws {
    let old = Sample.plan([try Sample.planned("A", add: [1], live: 7...9)])
    let new = Sample.plan([try Sample.planned("A", add: [1], live: 6...8)])
    #expect(PlanDifference(from: old, to: new).segments.first?.isMadeFromOtherMembers == true)
  }
}
