import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Recording")
struct RecordingTests {
  private static func members(
    mode: MembershipMode = .authoritative,
    live: some Sequence<Int>,
    recorded: RecordedSegment? = nil,
    planned: (add: MemberSet, remove: MemberSet) = (.empty, .empty),
    added: MemberSet = .empty,
    removed: MemberSet = .empty,
    driftAccepted: Bool = false
  ) throws -> MemberSet {
    let live = MemberSet.numbered(live)
    let plan = SegmentPlan(
      name: try SegmentName("VIP"),
      change: .keep(.numbered(1)),
      mode: mode,
      add: planned.add,
      remove: planned.remove,
      live: LiveFingerprint(of: live),
      desiredCount: live.subtracting(planned.remove).union(planned.add).count,
      limits: SegmentLimits(maximumRemovals: .standardRemovals, allowsEmpty: false)
    )
    return Recording.members(
      after: plan,
      live: live,
      recorded: recorded,
      added: added,
      removed: removed,
      driftAccepted: driftAccepted
    )
  }

  @Test func `A complete apply of an authoritative segment records the declared members`() throws {
    let (add, remove) = (MemberSet.numbered(11...12), MemberSet.numbered(1...2))
    #expect(
      try Self.members(live: 1...5, planned: (add, remove), added: add, removed: remove) == .numbered([3, 4, 5, 11, 12])
    )
  }

  @Test func `A foreign member that is not removed yet is not recorded, so that it still shows as drift`() throws {
    let recorded = Sample.recorded(1, "VIP", 1...3)
    #expect(
      try Self.members(live: 1...5, recorded: recorded, planned: (.empty, .numbered(4...5)), removed: .numbered([4]))
        == .numbered(1...3)
    )
  }

  @Test func `A recorded member that is not removed yet stays recorded`() throws {
    let recorded = Sample.recorded(1, "VIP", 1...5)
    #expect(
      try Self.members(live: 1...5, recorded: recorded, planned: (.empty, .numbered(4...5)), removed: .numbered([4]))
        == .numbered([1, 2, 3, 5])
    )
  }

  @Test func `A member that is not added yet is not recorded`() throws {
    #expect(try Self.members(live: 1...2, planned: (.numbered(3...5), .empty), added: .numbered([3])) == .numbered(1...3))
  }

  @Test func `A recorded member that is no longer live is forgotten`() throws {
    let recorded = Sample.recorded(1, "VIP", 1...9)
    #expect(try Self.members(live: 1...3, recorded: recorded) == .numbered(1...3))
  }

  @Test func `Only members that the tool added are recorded for an additive segment`() throws {
    let recorded = Sample.recorded(1, "VIP", 1...2, mode: .additive)
    #expect(
      try Self.members(
        mode: .additive,
        live: 1...9,
        recorded: recorded,
        planned: (.numbered(11...12), .numbered([2])),
        added: .numbered(11...12),
        removed: .numbered([2])
      ) == .numbered([1, 11, 12])
    )
  }

  @Test func `A segment that becomes additive records only later additions`() throws {
    let recorded = Sample.recorded(1, "VIP", 1...9, mode: .authoritative)
    #expect(
      try Self.members(
        mode: .additive,
        live: 1...9,
        recorded: recorded,
        planned: (.numbered([11]), .empty),
        added: .numbered([11])
      )
        == .numbered([11])
    )
  }

  @Test func `When a segment becomes authoritative, all remaining members are recorded`() throws {
    let recorded = Sample.recorded(1, "VIP", 1...2, mode: .additive)
    #expect(
      try Self.members(live: 1...9, recorded: recorded, planned: (.empty, .numbered([9])), removed: .numbered([9]))
        == .numbered(1...8)
    )
  }

  @Test func `Members that a saved plan did not know are recorded only if they were recorded before`() throws {
    let recorded = Sample.recorded(1, "VIP", 1...3)
    #expect(
      try Self.members(
        live: [1, 2, 3, 50],
        recorded: recorded,
        planned: (.numbered([4]), .empty),
        added: .numbered([4]),
        driftAccepted: true
      ) == .numbered(1...4)
    )
  }
}
