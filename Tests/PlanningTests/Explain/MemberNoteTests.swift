import Planning
import SegmentModel
import TestSupport
import Testing

struct MemberNoteTests {
  private static func plan(_ desired: [Int], live: [Int], recorded: [Int]?) throws -> SegmentPlan {
    let matching = try SegmentMatching(
      desired: [try Sample.desired("A", desired)],
      live: [Sample.live(1, "A")],
      recorded: recorded.map { [Sample.recorded(1, "A", $0)] } ?? []
    )
    let plan = try Planner.plan(matching, memberships: [.numbered(1): .numbered(live)], header: Sample.header)
    return try #require(plan.segments.first)
  }

  @Test func `every planned change has its cause`() throws {
    let plan = try Self.plan([1, 2, 3], live: [3, 4, 5], recorded: [2, 3, 4])
    #expect(plan.note(of: .numbered(1))?.cause == .listed)
    #expect(plan.note(of: .numbered(2))?.cause == .removedOutside)
    #expect(plan.note(of: .numbered(3))?.cause == nil)
    #expect(plan.note(of: .numbered(4))?.cause == .noLongerDeclared)
    #expect(plan.note(of: .numbered(5))?.cause == .addedOutside)
  }

  @Test func `without a record the cause of a member is unknown`() throws {
    let plan = try Self.plan([1], live: [5], recorded: nil)
    #expect(plan.note(of: .numbered(1))?.cause == .listed)
    #expect(plan.note(of: .numbered(5))?.cause == .undeclared)
  }

  @Test func `a plan file keeps the notes, and contradictory notes are refused`() throws {
    let plan = Sample.plan([try Self.plan([1, 2, 3], live: [3, 4, 5], recorded: [2, 3, 4])])
    let bytes = try PlanCodec.encode(plan, guardrails: [])
    #expect(try PlanCodec.decode(bytes, file: "p") == plan)
    let segment = try #require(plan.segments.first)
    var contradictory = segment
    // A cause of removals.
    contradictory.notes.additions = MemberNotes(segment.add, cause: .noLongerDeclared)
    let wrong = Sample.plan([contradictory])
    #expect(throws: PlanFileError.contradictory(file: "p")) {
      try PlanCodec.decode(try PlanCodec.encode(wrong, guardrails: []), file: "p")
    }
  }

  @Test func `a redacted plan has no members, and cannot be read back`() throws {
    let plan = Sample.plan([try Self.plan([1, 2, 3], live: [3, 4, 5], recorded: [2, 3, 4])])
    let bytes = try PlanCodec.encodeRedacted(
      plan,
      id: plan.id,
      guardrails: [],
      label: { _ in "label" },
      customerLabel: { _ in "customer" }
    )
    let text = String(decoding: bytes, as: UTF8.self)
    // The number of the segment itself is 1.
    for number in 2...5 { #expect(!text.contains("\(ShopperProfileID.numbered(number))")) }
    #expect(!text.contains(plan.segments[0].live.sha256))
    #expect(throws: PlanFileError.redacted(file: "p")) { try PlanCodec.decode(bytes, file: "p") }
  }
}
