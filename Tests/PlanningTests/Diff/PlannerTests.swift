import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Planner")
struct PlannerTests {
  /// The plan of one declaration against at most one live segment, whose id is 1.
  private static func plan(
    _ desired: DesiredSegment,
    live: LiveSegment? = nil,
    members: some Sequence<Int> = 0..<0,
    recorded: RecordedSegment? = nil
  ) throws -> SegmentPlan {
    let matching = try SegmentMatching(
      desired: [desired],
      live: live.map { [$0] } ?? [],
      recorded: recorded.map { [$0] } ?? []
    )
    let memberships = live.map { [$0.id: MemberSet.numbered(members)] } ?? [:]
    let plan = try Planner.plan(matching, memberships: memberships, header: Sample.header)
    #expect(plan.header == Sample.header)
    return try #require(plan.segments.first)
  }

  @Test func `A segment that the store lacks is created with all its members`() throws {
    let plan = try Self.plan(try Sample.desired("VIP", 1...3, description: "Big spenders"))
    #expect(plan.change == .create(description: "Big spenders"))
    #expect(plan.add == .numbered(1...3))
    #expect(plan.remove.isEmpty)
    #expect(plan.actions == [.create, .add])
    #expect(plan.live == LiveFingerprint(of: .empty))
    #expect(plan.desiredCount == 3)
    #expect(plan.drift == nil)
  }

  @Test func `A segment without members is created without additions`() throws {
    let plan = try Self.plan(try Sample.desired("VIP"))
    #expect(plan.change == .create(description: ""))
    #expect(plan.actions == [.create])
  }

  @Test func `An authoritative segment gets exactly the declared members`() throws {
    let plan = try Self.plan(try Sample.desired("VIP", 1...4), live: Sample.live(1, "VIP"), members: 3...6)
    #expect(plan.change == .keep(.numbered(1)))
    #expect(plan.add == .numbered(1...2))
    #expect(plan.remove == .numbered(5...6))
    #expect(plan.live == LiveFingerprint(of: .numbered(3...6)))
    #expect(plan.actions == [.add, .remove])
    #expect(plan.resultingCount == 4)
  }

  @Test(arguments: [MembershipMode.authoritative, .additive])
  func `A member that a failed look-up keeps stays if it is live, and is not added if it is not`(mode: MembershipMode) throws {
    var desired = try Sample.desired("VIP", 1...4, mode: mode)
    desired.kept = .numbered(3...4)
    let plan = try Self.plan(
      desired,
      live: Sample.live(1, "VIP"),
      members: [2, 3, 5],
      recorded: Sample.recorded(1, "VIP", 2...5, mode: mode)
    )
    #expect(plan.add == .numbered([1]))
    #expect(plan.remove == .numbered([5]))
    #expect(plan.kept == .numbered([3]))
    #expect(plan.desiredCount == 3)
  }

  @Test func `A segment that matches the store is a no-op`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...4, description: "d"),
      live: Sample.live(1, "VIP", description: "d"),
      members: 1...4,
      recorded: Sample.recorded(1, "VIP", 1...4)
    )
    #expect(plan.actions == [.noOp])
    #expect(!plan.hasChanges)
    #expect(plan.drift == nil)
  }

  @Test func `A name or description that differs is updated, both at once`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", id: 1, description: "new"),
      live: Sample.live(1, "Very important", description: "old")
    )
    let update = SegmentUpdate(name: .init(from: "Very important", to: "VIP"), description: .init(from: "old", to: "new"))
    #expect(try plan.change == .update(.numbered(1), #require(update)))
    #expect(plan.actions == [.update])
  }

  @Test func `A description that no manifest sets is kept`() throws {
    let live = Sample.live(1, "VIP", description: "written in the control panel")
    #expect(try Self.plan(try Sample.desired("VIP"), live: live).actions == [.noOp])
    let emptied = try Self.plan(try Sample.desired("VIP", description: ""), live: live)
    #expect(emptied.actions == [.update])
  }

  @Test func `An absent segment is deleted in one action, whatever its members are`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", presence: .absent),
      live: Sample.live(1, "VIP"),
      members: 1...9,
      recorded: Sample.recorded(1, "VIP", 1...9)
    )
    #expect(plan.change == .delete(.numbered(1)))
    #expect(plan.add.isEmpty)
    #expect(plan.remove.isEmpty)
    #expect(plan.live == LiveFingerprint(of: .numbered(1...9)))
    #expect(plan.actions == [.delete])
    #expect(plan.resultingCount == 0)
  }

  @Test func `A segment that is absent and not in the store is a no-op`() throws {
    let plan = try Self.plan(try Sample.desired("VIP", presence: .absent))
    #expect(plan.change == .stayAbsent)
    #expect(plan.actions == [.noOp])
  }

  @Test func `A segment without a listing is an error, never an empty segment`() throws {
    let matching = try SegmentMatching(
      desired: [try Sample.desired("VIP", 1...3)],
      live: [Sample.live(1, "VIP")],
      recorded: []
    )
    #expect(throws: UnlistedSegmentError(segment: "VIP")) {
      try Planner.plan(matching, memberships: [:], header: Sample.header)
    }
  }

  // MARK: additive

  @Test func `An additive segment gets missing members and keeps the members of others`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...4, mode: .additive),
      live: Sample.live(1, "VIP"),
      members: 3...9
    )
    #expect(plan.add == .numbered(1...2))
    #expect(plan.remove.isEmpty)
    #expect(plan.desiredCount == 4)
    #expect(plan.resultingCount == 9)
  }

  @Test func `An additive segment loses only members that the tool added and no manifest declares any more`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...2, mode: .additive),
      live: Sample.live(1, "VIP"),
      members: 1...9,
      recorded: Sample.recorded(1, "VIP", [1, 3, 4, 77], mode: .additive)
    )
    #expect(plan.add.isEmpty)
    // 77 is recorded and gone already; 5 to 9 are other people's.
    #expect(plan.remove == .numbered(3...4))
  }

  @Test func `An authoritative record does not say who added a member, so an additive segment removes none of them`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...2, mode: .additive),
      live: Sample.live(1, "VIP"),
      members: 1...9,
      recorded: Sample.recorded(1, "VIP", 1...9, mode: .authoritative)
    )
    #expect(plan.remove.isEmpty)
  }

  @Test func `A record of another segment with the same name does not allow removals`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...2, mode: .additive),
      live: Sample.live(1, "VIP"),
      members: 1...9,
      recorded: Sample.recorded(2, "VIP", 1...9, mode: .additive)
    )
    #expect(plan.remove.isEmpty)
    #expect(plan.drift == .vanished)
  }

  @Test func `An unacknowledged addition counts as ours once a listing shows it`() throws {
    let recorded = RecordedSegment(
      id: .numbered(1),
      name: "VIP",
      mode: .additive,
      members: .numbered([1]),
      unconfirmed: .numbered([3, 77])
    )
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...2, mode: .additive),
      live: Sample.live(1, "VIP"),
      members: 1...9,
      recorded: recorded
    )
    #expect(plan.remove == .numbered([3]))
    #expect(plan.drift == nil)
  }

  // MARK: drift

  @Test func `Drift is every difference between live and recorded members`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...4),
      live: Sample.live(1, "VIP"),
      members: [1, 2, 8, 9, 10],
      recorded: Sample.recorded(1, "VIP", 1...4)
    )
    #expect(plan.drift == .changed(added: 3, removed: 2, renamedFrom: nil))
  }

  @Test func `A change of only the manifest is not drift`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...9, description: "new"),
      live: Sample.live(1, "VIP"),
      members: 1...4,
      recorded: Sample.recorded(1, "VIP", 1...4)
    )
    #expect(plan.hasChanges)
    #expect(plan.drift == nil)
  }

  @Test func `Without a record there is no drift`() throws {
    let plan = try Self.plan(try Sample.desired("VIP", 1...4), live: Sample.live(1, "VIP"), members: 1...9)
    #expect(plan.drift == nil)
  }

  @Test func `Members that others add to an additive segment are not drift, but a lost member is`() throws {
    let live = Sample.live(1, "VIP")
    let desired = try Sample.desired("VIP", 1...2, mode: .additive)
    let recorded = Sample.recorded(1, "VIP", 1...2, mode: .additive)
    #expect(try Self.plan(desired, live: live, members: 1...50, recorded: recorded).drift == nil)
    let lost = try Self.plan(desired, live: live, members: 2...50, recorded: recorded)
    #expect(lost.drift == .changed(added: 0, removed: 1, renamedFrom: nil))
    #expect(lost.add == .numbered([1]))
  }

  @Test func `A rename in the store is drift, and the plan reverts it`() throws {
    let plan = try Self.plan(
      try Sample.desired("VIP", 1...2),
      live: Sample.live(1, "Vips"),
      members: 1...2,
      recorded: Sample.recorded(1, "VIP", 1...2)
    )
    #expect(plan.drift == .changed(added: 0, removed: 0, renamedFrom: "VIP"))
    let renamedBack = try #require(SegmentUpdate(name: .init(from: "Vips", to: "VIP"), description: nil))
    #expect(plan.change == .update(.numbered(1), renamedBack))
  }

  @Test func `A recorded segment that someone deleted counts as vanished, and the plan creates it again`() throws {
    let plan = try Self.plan(try Sample.desired("VIP", 1...2), recorded: Sample.recorded(1, "VIP", 1...2))
    #expect(plan.drift == .vanished)
    #expect(plan.change == .create(description: ""))
    #expect(plan.add == .numbered(1...2))
  }

  // MARK: limits

  @Test func `A plan contains the segment's own limits, or the default ones`() throws {
    let standard = try Self.plan(try Sample.desired("VIP"))
    #expect(standard.limits == SegmentLimits(maximumRemovals: .percent(25), allowsEmpty: false))
    let own = try Self.plan(try Sample.desired("VIP", maximumRemovals: .count(7), allowsEmpty: true))
    #expect(own.limits == SegmentLimits(maximumRemovals: .count(7), allowsEmpty: true))
  }
}
