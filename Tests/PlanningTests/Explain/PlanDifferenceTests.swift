import Planning
import SegmentModel
import TestSupport
import Testing

struct PlanDifferenceTests {
  @Test func `a plan does not differ from itself`() throws {
    let plan = try PlanExample.everything()
    #expect(PlanDifference(from: plan, to: plan).isEmpty)
  }

  @Test func `the difference shows what only one plan does`() throws {
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

  @Test func `equal changes from other live members are a difference`() throws {
    let old = Sample.plan([try Sample.planned("A", add: [1], live: 7...9)])
    let new = Sample.plan([try Sample.planned("A", add: [1], live: 6...8)])
    #expect(PlanDifference(from: old, to: new).segments.first?.isMadeFromOtherMembers == true)
  }
}
