import Planning
import SegmentModel
import TestSupport
import Testing

@Suite("Saved plans and later applies")
struct PlanBaseTests {
  /// Made at serial 4.
  private static func plan() throws -> Plan { Sample.plan([try Sample.planned("VIP", add: [1])]) }

  private static func history(_ id: Int, _ name: String, at serial: Int, by plan: PlanID?, complete: Bool = true)
    -> SegmentHistory
  {
    SegmentHistory().adding(
      [SegmentTouch(segment: .numbered(id), name: name, isComplete: complete, removesMembers: false)],
      at: serial,
      by: plan
    )
  }

  private static func supersession(_ history: SegmentHistory) throws -> SavedPlanCheck.Staleness? {
    let plan = try plan()
    return PlanBase(of: plan, history: history).supersession(of: plan.segments[0])
  }

  @Test func `A segment that another plan has changed since is stale, found by id or by name`() throws {
    let other = Sample.plan([]).id
    #expect(try Self.supersession(Self.history(1, "VIP", at: 5, by: other)) == .superseded(serial: 5, planned: 4, by: other))
    #expect(try Self.supersession(Self.history(1, "Old name", at: 5, by: other)) != nil)
    // A segment of that name that was deleted.
    #expect(try Self.supersession(Self.history(9, "VIP", at: 5, by: nil)) == .superseded(serial: 5, planned: 4, by: nil))
  }

  @Test func `Earlier changes, and changes of other segments or by this plan, do not stop the plan`() throws {
    let other = Sample.plan([]).id
    #expect(try Self.supersession(Self.history(1, "VIP", at: 4, by: other)) == nil)
    #expect(try Self.supersession(Self.history(2, "Beta", at: 9, by: other)) == nil)
    #expect(try Self.supersession(Self.history(1, "VIP", at: 5, by: Self.plan().id)) == nil)
    #expect(try Self.supersession(SegmentHistory()) == nil)
  }

  @Test func `A change by this plan does not hide an earlier change by another plan`() throws {
    let history = Self.history(1, "VIP", at: 5, by: try Self.plan().id)
    let other = Sample.plan([]).id
    let touch = SegmentTouch(segment: .numbered(1), name: "VIP", isComplete: true, removesMembers: false)
    #expect(try Self.supersession(history.adding([touch], at: 6, by: other)) == .superseded(serial: 6, planned: 4, by: other))
  }

  @Test func `A segment that the history no longer covers does not count as unchanged`() throws {
    #expect(try Self.supersession(.unknown(before: 5)) == .historyForgotten(knownSince: 5, planned: 4))
    #expect(try Self.supersession(.unknown(before: 4)) == nil)
    var long = SegmentHistory()
    for number in 1...(SegmentHistory.maximumRevisions + 1) {
      let touch = SegmentTouch(segment: .numbered(100 + number), name: "S\(number)", isComplete: true, removesMembers: false)
      long = long.adding([touch], at: 4 + number, by: nil)
      if number == SegmentHistory.maximumRevisions { #expect(try Self.supersession(long) == nil) }
    }
    #expect(long.revisions.count == SegmentHistory.maximumRevisions)
    #expect(try Self.supersession(long) == .historyForgotten(knownSince: 5, planned: 4))
  }

  @Test func `A plan counts as applied if its last change was complete`() throws {
    let plan = try Self.plan()
    func isCarriedOut(_ history: SegmentHistory) -> Bool {
      PlanBase(of: plan, history: history).isCarriedOut(plan.segments[0])
    }
    #expect(isCarriedOut(Self.history(1, "VIP", at: 5, by: plan.id)))
    #expect(!isCarriedOut(Self.history(1, "VIP", at: 5, by: plan.id, complete: false)))
    #expect(!isCarriedOut(SegmentHistory()))
  }
}
