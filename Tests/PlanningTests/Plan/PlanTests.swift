import Planning
import SegmentModel
import TestSupport
import Testing

@Suite("Plan")
struct PlanTests {
  private static func update() throws -> SegmentUpdate {
    try #require(SegmentUpdate(name: nil, description: .init(from: "a", to: "b")))
  }

  @Test func `Segments are sorted by name`() throws {
    let plan = Sample.plan([try Sample.planned("b"), try Sample.planned("a"), try Sample.planned("B")])
    #expect(plan.segments.map(\.name.text) == ["B", "a", "b"])
  }

  @Test func `An update that changes nothing is not a change`() {
    #expect(SegmentUpdate(name: nil, description: nil) == nil)
  }

  @Test func `Actions are in the order in which they are done`() throws {
    let created = try Sample.planned("A", .create(description: ""), add: 1...2)
    #expect(created.actions == [.create, .add])
    let updated = try Sample.planned("A", .update(.numbered(1), try Self.update()), add: 5...6, remove: 1...2, live: 1...4)
    #expect(updated.actions == [.update, .add, .remove])
    #expect(try Sample.planned("A", .delete(.numbered(1)), live: 1...4).actions == [.delete])
    #expect(try Sample.planned("A", live: 1...4).actions == [.noOp])
    #expect(PlannedAction.allCases.map(\.rawValue) == ["create", "update", "add", "remove", "delete", "no-op"])
  }

  @Test func `A plan has changes if one of its segments has changes`() throws {
    let still = try Sample.planned("A", live: 1...4)
    #expect(!Sample.plan([]).hasChanges)
    #expect(!Sample.plan([still, try Sample.planned("B", .stayAbsent)]).hasChanges)
    #expect(Sample.plan([still, try Sample.planned("B", .create(description: ""))]).hasChanges)
    #expect(Sample.plan([still, try Sample.planned("B", .delete(.numbered(1)))]).hasChanges)
    #expect(Sample.plan([still, try Sample.planned("B", remove: 1...1, live: 1...4)]).hasChanges)
  }

  @Test func `The summary counts each segment once, and every member`() throws {
    let plan = Sample.plan(
      [
        try Sample.planned("A", .create(description: ""), add: 1...10),
        try Sample.planned("B", .create(description: "")),
        try Sample.planned("C", .update(.numbered(3), try Self.update())),
        try Sample.planned("D", add: 1...3, remove: 4...5, live: 4...9),
        try Sample.planned("E", .delete(.numbered(5)), live: 1...9),
        try Sample.planned("F", live: 1...9),
        try Sample.planned("G", .stayAbsent),
      ],
      unmanaged: 7
    )
    let summary = plan.summary
    #expect(summary.segmentsToCreate == 2)
    #expect(summary.segmentsToUpdate == 2)
    #expect(summary.segmentsToDelete == 1)
    #expect(summary.segmentsUnchanged == 2)
    #expect(summary.segmentsUnmanaged == 7)
    #expect(summary.membersToAdd == 13)
    // The members of a deleted segment are not removed from it.
    #expect(summary.membersToRemove == 11)
    #expect(plan.membersOfDeletedSegments == 9)
  }
}
