import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Saved plans in random stores")
struct SavedPlanPropertyTests {
  private static let segment = Sample.live(1, "VIP")

  /// A random segment of at most so many live members, and its plan.
  private static func sample(
    mostLive: Int = 30,
    using random: inout SeededRandom
  ) throws -> (plan: SegmentPlan, live: MemberSet) {
    let live = MemberSet.random(count: Int.random(in: 0...mostLive, using: &random), highest: 40, using: &random)
    let desired = DesiredSegment(
      name: try SegmentName("VIP"),
      mode: MembershipMode.allCases.randomElement(using: &random) ?? .additive,
      members: World.members(using: &random)
    )
    let recorded = RecordedSegment(id: segment.id, name: "VIP", mode: .additive, members: World.members(using: &random))
    let matching = try SegmentMatching(desired: [desired], live: [segment], recorded: [recorded])
    let plan = try Planner.plan(matching, memberships: [segment.id: live], header: Sample.header)
    return (try #require(plan.segments.first), live)
  }

  @Test(arguments: SeededRandom.seeds(500))
  func `After any foreign changes, the remaining changes are never more than planned`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (plan, live) = try Self.sample(using: &random)
    let now = live.union(World.members(using: &random)).subtracting(World.members(using: &random))
    let result = SavedPlanCheck.check(plan, live: Self.segment, members: now)
    #expect(result.remaining.add.subtracting(plan.add).isEmpty)
    #expect(result.remaining.remove.subtracting(plan.remove).isEmpty)
    // What is done already is left out.
    #expect(result.remaining.add == plan.add.subtracting(now))
    #expect(result.remaining.remove == plan.remove.intersection(now))
    #expect(result.alreadyAdded + result.remaining.add.count == plan.add.count)
    #expect(result.alreadyRemoved + result.remaining.remove.count == plan.remove.count)
    #expect(result.remaining.live == LiveFingerprint(of: now))
  }

  @Test(arguments: SeededRandom.seeds(500))
  func `A plan is stale exactly if members have changed that it does not list`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (plan, live) = try Self.sample(using: &random)
    // Few changes, so that both outcomes come up.
    let added = MemberSet.random(count: Int.random(in: 0...2, using: &random), highest: 40, using: &random)
    let removed = MemberSet.random(count: Int.random(in: 0...2, using: &random), highest: 40, using: &random)
    let now = live.union(added).subtracting(removed)
    let changes = now.difference(from: live)
    let unlisted = changes.added.subtracting(plan.add).union(changes.removed.subtracting(plan.remove))
    let result = SavedPlanCheck.check(plan, live: Self.segment, members: now)
    #expect((result.staleness == nil) == unlisted.isEmpty)
  }

  @Test(arguments: SeededRandom.seeds(300))
  func `A partly applied plan is never stale, and applying the rest completes it`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (plan, live) = try Self.sample(using: &random)
    var now = live
    for _ in 1...3 {
      let result = SavedPlanCheck.check(plan, live: Self.segment, members: now)
      #expect(result.staleness == nil)
      let added = World.part(of: result.remaining.add, using: &random)
      now = now.union(added).subtracting(World.part(of: result.remaining.remove, using: &random))
    }
    let rest = SavedPlanCheck.check(plan, live: Self.segment, members: now).remaining
    #expect(now.subtracting(rest.remove).union(rest.add) == live.subtracting(plan.remove).union(plan.add))
  }

  /// Guardrails must never strand a plan half way.
  @Test(arguments: SeededRandom.seeds(300))
  func `An approved plan stays approved while it is applied`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (plan, live) = try Self.sample(mostLive: 14, using: &random)
    let limits: [ChangeLimit] = [.percent(0), .percent(25), .percent(60), .percent(99), .count(3), .count(30)]
    let limit = try #require(limits.randomElement(using: &random))
    let overrides = GuardrailOverrides(
      maximumRemovals: limit,
      maximumChanges: Bool.random(using: &random) ? nil : plan.add.count + plan.remove.count
    )
    guard (try? Guardrails.approve(Sample.plan([plan]), overrides: overrides)) != nil else { return }
    let now = live.union(World.part(of: plan.add, using: &random)).subtracting(World.part(of: plan.remove, using: &random))
    let rest = SavedPlanCheck.check(plan, live: Self.segment, members: now).remaining
    #expect(throws: Never.self) { try Guardrails.approve(Sample.plan([rest]), overrides: overrides) }
  }
}
