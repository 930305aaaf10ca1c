import Planning
import SegmentModel
import TestSupport
import Testing

@Suite("What a verification finds undone")
struct UndonePlanTests {
  private static func approved() throws -> ApprovedPlan {
    try Guardrails.approve(
      Sample.plan([
        try Sample.planned("Kept", .keep(.numbered(1)), add: 101...110, remove: 1...5, live: 1...90),
        try Sample.planned("Made", .create(description: "d"), add: 1...3),
        try Sample.planned("Gone", .delete(.numbered(3)), live: 1...9),
      ]),
      overrides: GuardrailOverrides(allowsDeletion: true)
    )
  }

  private static func outcome(
    _ name: String,
    id: Int?,
    _ verification: Verification,
    deleted: Bool = false
  ) throws -> SegmentOutcome {
    var outcome = SegmentOutcome(name: try SegmentName(name), id: id.map { .numbered($0) })
    outcome.verification = verification
    outcome.deleted = deleted
    return outcome
  }

  @Test func `It is done again, and nothing else of the plan or outside it`() throws {
    let differs = Verification.differs(missing: .numbered([101, 102, 999]), lingering: .numbered([5, 888]))
    let outcome = ApplyOutcome(segments: [try Self.outcome("Kept", id: 1, differs)])
    let undone = try #require(try Self.approved().undone(after: outcome))
    #expect(undone.plan.segments.map(\.name.text) == ["Kept"])
    #expect(undone.plan.segments.map(\.change) == [.keep(.numbered(1))])
    #expect(undone.plan.segments.map(\.add) == [.numbered(101...102)])
    #expect(undone.plan.segments.map(\.remove) == [.numbered([5])])
  }

  @Test func `A segment that was created is filled, not created again; one that is deleted is left alone`() throws {
    let missing = Verification.differs(missing: .numbered([2]), lingering: .empty)
    let outcome = ApplyOutcome(segments: [
      try Self.outcome("Made", id: 7, missing), try Self.outcome("Gone", id: 3, missing, deleted: true),
    ])
    let undone = try #require(try Self.approved().undone(after: outcome))
    #expect(undone.plan.segments.map(\.change) == [.keep(.numbered(7))])
    #expect(undone.plan.segments.map(\.add) == [.numbered([2])])
  }

  @Test(arguments: [Verification.matches, .notDone, .differs(missing: .numbered([999]), lingering: .numbered([888]))])
  func `Where the plan is done there is nothing to do again`(verification: Verification) throws {
    let outcome = ApplyOutcome(segments: [
      try Self.outcome("Kept", id: 1, verification), try Self.outcome("Made", id: nil, verification),
    ])
    #expect(try Self.approved().undone(after: outcome) == nil)
  }
}
