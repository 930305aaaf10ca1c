import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Saved plans against the store")
struct SavedPlanCheckTests {
  private static func check(
    _ saved: SegmentPlan,
    live: LiveSegment?,
    members: some Sequence<Int> = 0..<0
  ) -> SavedPlanCheck.Result {
    SavedPlanCheck.check(saved, live: live, members: .numbered(members))
  }

  private static let vip = Sample.live(1, "VIP")

  private static func update(name: (String, String)? = nil, description: (String, String)? = nil) throws -> SegmentUpdate {
    try #require(
      SegmentUpdate(
        name: name.map { .init(from: $0.0, to: $0.1) },
        description: description.map { .init(from: $0.0, to: $0.1) }
      )
    )
  }

  @Test func `In an unchanged store, all changes are left to do`() throws {
    let saved = try Sample.planned("VIP", add: 11...13, remove: 1...2, live: 1...10)
    let result = Self.check(saved, live: Self.vip, members: 1...10)
    #expect(result.staleness == nil)
    #expect(result.remaining == saved)
    #expect(result.alreadyAdded == 0 && result.alreadyRemoved == 0 && !result.isSegmentChangeDone)
  }

  @Test func `Changes that are already done are left out and counted`() throws {
    let saved = try Sample.planned("VIP", add: 11...13, remove: 1...2, live: 1...10)
    let result = Self.check(saved, live: Self.vip, members: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    #expect(result.staleness == nil)
    #expect(result.remaining.add == .numbered([13]))
    #expect(result.remaining.remove == .numbered([2]))
    #expect(result.alreadyAdded == 2 && result.alreadyRemoved == 1)
    #expect(result.remaining.live.count == 11)
  }

  @Test func `A plan that is done is a no-op`() throws {
    let saved = try Sample.planned("VIP", add: 11...13, remove: 1...2, live: 1...10)
    let result = Self.check(saved, live: Self.vip, members: 3...13)
    #expect(result.staleness == nil)
    #expect(result.remaining.actions == [.noOp])
    #expect(result.alreadyAdded == 3 && result.alreadyRemoved == 2)
  }

  @Test func `A member that the plan did not see makes it stale, and is never changed`() throws {
    let saved = try Sample.planned("VIP", add: 11...13, remove: 1...2, live: 1...10)
    let result = Self.check(saved, live: Self.vip, members: Array(1...10) + [99])
    #expect(result.staleness == .membersChanged(then: 10, now: 11))
    #expect(result.canBeAccepted)
    #expect(result.remaining.add == saved.add)
    #expect(result.remaining.remove == saved.remove)
  }

  @Test func `An unplanned removal makes the plan stale, even if another member was added`() throws {
    let saved = try Sample.planned("VIP", add: 11...13, remove: 1...2, live: 1...10)
    #expect(Self.check(saved, live: Self.vip, members: 1...9).staleness == .membersChanged(then: 10, now: 9))
    let exchanged = Self.check(saved, live: Self.vip, members: Array(1...9) + [99])
    #expect(exchanged.staleness == .membersChanged(then: 10, now: 10))
  }

  // MARK: segments that come and go

  @Test func `A segment to create that does not exist is created`() throws {
    let saved = try Sample.planned("VIP", .create(description: "d"), add: 1...3)
    #expect(Self.check(saved, live: nil).remaining == saved)
    #expect(Self.check(saved, live: nil).staleness == nil)
  }

  @Test func `A segment that an interrupted run created gets its members`() throws {
    let saved = try Sample.planned("VIP", .create(description: "d"), add: 1...3)
    let result = Self.check(saved, live: Sample.live(7, "VIP", description: "d"), members: 1...1)
    #expect(result.staleness == nil)
    #expect(result.remaining.change == .keep(.numbered(7)))
    #expect(result.remaining.add == .numbered(2...3))
    #expect(result.isSegmentChangeDone)
  }

  @Test func `An existing segment with that name and other members belongs to someone else`() throws {
    let saved = try Sample.planned("VIP", .create(description: ""), add: 1...3)
    let result = Self.check(saved, live: Sample.live(7, "VIP"), members: 3...9)
    #expect(result.staleness == .appeared(live: 7))
    #expect(result.remaining.remove.isEmpty)
  }

  @Test func `An existing segment with that name and another description belongs to someone else`() throws {
    let saved = try Sample.planned("VIP", .create(description: "d"), add: 1...3)
    let result = Self.check(saved, live: Sample.live(7, "VIP", description: "theirs"))
    #expect(result.staleness == .descriptionChanged)
    #expect(result.remaining.change == .update(.numbered(7), try Self.update(description: ("theirs", "d"))))
  }

  @Test func `A missing segment cannot be changed, even with accepted drift`() throws {
    let kept = Self.check(try Sample.planned("VIP", add: 3...4, live: 1...2), live: nil)
    #expect(kept.staleness == .segmentGone(.numbered(1)))
    #expect(!kept.canBeAccepted)
    let updated = Self.check(
      try Sample.planned("VIP", .update(.numbered(1), try Self.update(name: ("Old", "VIP")))),
      live: nil
    )
    #expect(updated.staleness == .segmentGone(.numbered(1)))
    #expect(!updated.canBeAccepted)
  }

  @Test func `A segment that should be absent but exists again is stale and not deleted`() throws {
    let result = Self.check(try Sample.planned("VIP", .stayAbsent), live: Self.vip, members: 1...3)
    #expect(result.staleness == .appeared(live: 3))
    #expect(result.remaining.change == .stayAbsent)
    #expect(Self.check(try Sample.planned("VIP", .stayAbsent), live: nil).staleness == nil)
  }

  // MARK: deletions

  @Test func `A deletion that is already done is a no-op`() throws {
    let result = Self.check(try Sample.planned("VIP", .delete(.numbered(1)), live: 1...5), live: nil)
    #expect(result.staleness == nil)
    #expect(result.remaining.change == .stayAbsent)
    #expect(result.remaining.actions == [.noOp])
    #expect(result.isSegmentChangeDone)
  }

  @Test func `A deletion applies only to the reviewed members, and accepting drift does not change that`() throws {
    let saved = try Sample.planned("VIP", .delete(.numbered(1)), live: 1...5)
    let same = Self.check(saved, live: Self.vip, members: 1...5)
    #expect(same.staleness == nil)
    #expect(same.remaining.change == .delete(.numbered(1)))
    for members in [Array(1...6), Array(1...4), []] {
      let result = Self.check(saved, live: Self.vip, members: members)
      #expect(result.staleness == .membersChanged(then: 5, now: members.count))
      #expect(!result.canBeAccepted)
    }
  }

  @Test func `A segment that was renamed is not deleted`() throws {
    let saved = try Sample.planned("VIP", .delete(.numbered(1)), live: 1...5)
    let result = Self.check(saved, live: Sample.live(1, "Dear to us"), members: 1...5)
    #expect(result.staleness == .renamed(expected: "VIP", found: "Dear to us"))
    #expect(!result.canBeAccepted)
  }

  // MARK: names and descriptions

  @Test func `A rename makes the plan stale, unless it is the planned one`() throws {
    let kept = try Sample.planned("VIP", add: 1...2)
    #expect(
      Self.check(kept, live: Sample.live(1, "Vips")).staleness == .renamed(expected: "VIP", found: "Vips")
    )
    let renaming = try Sample.planned("VIP", .update(.numbered(1), try Self.update(name: ("Old", "VIP"))))
    #expect(Self.check(renaming, live: Sample.live(1, "Old")).remaining == renaming)
    #expect(Self.check(renaming, live: Sample.live(1, "Old")).staleness == nil)
    let done = Self.check(renaming, live: Sample.live(1, "VIP"))
    #expect(done.staleness == nil)
    #expect(done.remaining.change == .keep(.numbered(1)))
    #expect(done.isSegmentChangeDone)
    let otherwise = Self.check(renaming, live: Sample.live(1, "Third"))
    #expect(otherwise.staleness == .renamed(expected: "Old", found: "Third"))
    #expect(otherwise.canBeAccepted)
  }

  @Test func `A description that is neither the old nor the planned one makes the plan stale`() throws {
    let saved = try Sample.planned("VIP", .update(.numbered(1), try Self.update(description: ("old", "new"))))
    #expect(Self.check(saved, live: Sample.live(1, "VIP", description: "old")).remaining == saved)
    let done = Self.check(saved, live: Sample.live(1, "VIP", description: "new"))
    #expect(done.remaining.actions == [.noOp])
    #expect(done.isSegmentChangeDone)
    let otherwise = Self.check(saved, live: Sample.live(1, "VIP", description: "third"))
    #expect(otherwise.staleness == .descriptionChanged)
  }

  @Test func `If an update is half done, the other half remains`() throws {
    let update = try Self.update(name: ("Old", "VIP"), description: ("old", "new"))
    let result = Self.check(
      try Sample.planned("VIP", .update(.numbered(1), update)),
      live: Sample.live(1, "VIP", description: "old")
    )
    #expect(result.staleness == nil)
    #expect(result.remaining.change == .update(.numbered(1), try Self.update(description: ("old", "new"))))
    #expect(!result.isSegmentChangeDone)
  }

  @Test func `The remaining changes keep the limits and mode of the plan`() throws {
    let limits = SegmentLimits(maximumRemovals: .count(3), allowsEmpty: true)
    let saved = try Sample.planned("VIP", mode: .additive, remove: 1...3, live: 1...9, limits: limits)
    let remaining = Self.check(saved, live: Self.vip, members: 2...9).remaining
    #expect(remaining.limits == limits)
    #expect(remaining.mode == .additive)
    #expect(remaining.desiredCount == saved.desiredCount)
  }

  @Test func `Guardrails check the whole plan if it fits, and only the remaining changes if it does not`() throws {
    let saved = try Sample.planned("VIP", add: 101...150, remove: 1...20, live: 1...100)
    let half = Self.check(saved, live: Self.vip, members: Array(11...100) + Array(101...150))
    #expect(half.staleness == nil)
    #expect(half.remaining.judged == JudgedChanges(removals: 20, additions: saved.additionCount, live: 100))
    let drifted = Self.check(saved, live: Self.vip, members: 11...40)
    #expect(drifted.staleness != nil)
    #expect(drifted.remaining.judged == JudgedChanges(removals: 10, additions: drifted.remaining.additionCount, live: 30))
  }
}
