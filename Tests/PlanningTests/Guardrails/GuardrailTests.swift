import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Guardrails")
struct GuardrailTests {
  private static func findings(_ segments: [SegmentPlan], _ overrides: GuardrailOverrides = .init()) -> [GuardrailFinding] {
    Guardrails.findings(in: Sample.plan(segments), overrides: overrides)
  }

  private static func limits(_ limit: ChangeLimit = .standardRemovals, allowsEmpty: Bool = false) -> SegmentLimits {
    SegmentLimits(maximumRemovals: limit, allowsEmpty: allowsEmpty)
  }

  // MARK: removals

  @Test(arguments: [
    // (live, removals, limit, stopped)
    (100, 25, ChangeLimit.percent(25), false), (100, 26, .percent(25), true), (10, 2, .percent(25), false),
    (10, 3, .percent(25), true), (11, 2, .percent(25), false), (11, 3, .percent(25), true), (12, 3, .percent(25), false),
    (9, 4, .percent(25), false), (9, 5, .percent(25), true), (9, 8, .percent(25), true), (9, 4, .percent(1), false),
    (9, 6, .percent(67), false), (9, 7, .percent(67), true), (2, 1, .percent(25), false), (3, 2, .percent(25), true),
    (9, 1, .percent(0), true),
    (100, 1, .percent(0), true), (100, 99, .percent(99), false), (100, 99, .percent(98), true), (9, 8, .count(7), true),
    (9, 8, .count(8), false), (100, 1, .count(0), true), (100, 0, .count(0), false), (100, 0, .percent(0), false),
  ])
  func `Removals are compared with the limit exactly`(live: Int, removals: Int, limit: ChangeLimit, stopped: Bool) throws {
    let segment = try Sample.planned("VIP", remove: 1..<(removals + 1), live: 1..<(live + 1), limits: Self.limits(limit))
    let expected = GuardrailFinding(segment: segment.name, problem: .removals(removals, live: live, limit: limit))
    #expect(Self.findings([segment]) == (stopped ? [expected] : []))
  }

  @Test func `The share is relative to the live members, and additions do not lower it`() throws {
    let segment = try Sample.planned("VIP", add: 1000...1099, remove: 1...26, live: 1...100)
    #expect(
      Self.findings([segment]) == [
        GuardrailFinding(segment: segment.name, problem: .removals(26, live: 100, limit: .percent(25)))
      ]
    )
  }

  @Test func `The command line replaces every segment's limit, looser or stricter`() throws {
    let segment = try Sample.planned("VIP", remove: 1...30, live: 1...100, limits: Self.limits(.percent(50)))
    #expect(Self.findings([segment]).isEmpty)
    let stricter = GuardrailOverrides(maximumRemovals: .percent(10))
    #expect(
      Self.findings([segment], stricter) == [
        GuardrailFinding(segment: segment.name, problem: .removals(30, live: 100, limit: .percent(10)))
      ]
    )
    let strict = try Sample.planned("VIP", remove: 1...30, live: 1...100, limits: Self.limits(.count(1)))
    #expect(Self.findings([strict], GuardrailOverrides(maximumRemovals: .count(30))).isEmpty)
  }

  // MARK: emptied

  @Test func `A segment is emptied only if its manifest allows it`() throws {
    let segment = try Sample.planned("VIP", remove: 1...3, live: 1...3)
    #expect(Self.findings([segment]) == [GuardrailFinding(segment: segment.name, problem: .emptied(removals: 3, live: 3))])
    let allowed = try Sample.planned("VIP", remove: 1...3, live: 1...3, limits: Self.limits(allowsEmpty: true))
    #expect(Self.findings([allowed]).isEmpty)
  }

  @Test func `No limit for removals allows emptying a segment, and allow_empty does not raise the limit`() throws {
    let segment = try Sample.planned("VIP", remove: 1...50, live: 1...50)
    let all = GuardrailOverrides(maximumRemovals: .percent(100))
    #expect(Self.findings([segment], all) == [GuardrailFinding(segment: segment.name, problem: .emptied(removals: 50, live: 50))])
    let allowed = try Sample.planned("VIP", remove: 1...50, live: 1...50, limits: Self.limits(allowsEmpty: true))
    #expect(
      Self.findings([allowed]) == [GuardrailFinding(segment: allowed.name, problem: .removals(50, live: 50, limit: .percent(25)))]
    )
  }

  @Test func `An empty segment that stays empty is fine`() throws {
    #expect(Self.findings([try Sample.planned("VIP"), try Sample.planned("New", .create(description: ""))]).isEmpty)
  }

  @Test func `Replacing 8 of 9 live members is stopped, and so is removing all three members of a segment`() throws {
    for count in [3, 9] {
      let removals = max(3, count - 1)
      let segment = try Sample.planned("VIP", add: 11...(10 + removals), remove: 1...removals, live: 1...count)
      let finding = GuardrailFinding(segment: segment.name, problem: .removals(removals, live: count, limit: .percent(25)))
      #expect(Self.findings([segment]) == [finding])
    }
    // The only member of a segment may be exchanged: half of one would be nobody.
    #expect(Self.findings([try Sample.planned("VIP", add: 2...2, remove: 1...1, live: 1...1)]).isEmpty)
  }

  // MARK: repeated removals

  /// A plan that removes these numbers from a segment that had so many live members lately.
  private static func shrinking(_ removals: Int, live: Int, recently: Int, _ limit: ChangeLimit = .percent(25)) throws
    -> SegmentPlan
  {
    let day = CalendarDay(daysSinceEpoch: 20_000)
    let record = RecordedSegment(
      id: .numbered(1),
      name: "VIP",
      mode: .authoritative,
      members: .empty,
      history: LiveHistory().adding(recently, on: day)
    )
    return try Sample.planned("VIP", remove: 1..<(removals + 1), live: 1..<(live + 1), limits: limits(limit))
      .judged(by: record, on: day.advanced(by: 7))
  }

  @Test func `Removing a quarter repeatedly is stopped at the second run`() throws {
    let first = try Self.shrinking(250, live: 1000, recently: 0)
    #expect(Self.findings([first]).isEmpty)
    let second = try Self.shrinking(150, live: 750, recently: 1000)
    #expect(
      Self.findings([second])
        == [
          GuardrailFinding(
            segment: second.name,
            problem: .repeatedRemovals(resulting: 600, recentLive: 1000, limit: .percent(25))
          )
        ]
    )
    #expect(Self.findings([second], GuardrailOverrides(maximumRemovals: .percent(40))).isEmpty)
    // Small losses that stay within the limit together, growth, and a limit of a number per run are fine.
    #expect(Self.findings([try Self.shrinking(50, live: 900, recently: 1000)]).isEmpty)
    #expect(Self.findings([try Self.shrinking(150, live: 1100, recently: 1000)]).isEmpty)
    #expect(Self.findings([try Self.shrinking(150, live: 750, recently: 1000, .count(200))]).isEmpty)
    // A segment does not become a small one, of which half may go, by shrinking.
    #expect(Self.findings([try Self.shrinking(4, live: 9, recently: 12)]).map(\.code) == ["repeated-removals"])
    // A run that removes nobody is not held back.
    #expect(Self.findings([try Self.shrinking(0, live: 500, recently: 1000)]).isEmpty)
  }

  // MARK: growth

  @Test(arguments: [
    // (live, additions, limit, stopped)
    (100, 100, ChangeLimit.percent(100), false), (100, 101, .percent(100), true), (99, 5000, .percent(100), false),
    (0, 5000, .percent(100), false), (0, 5000, .count(10), false), (0, 5000, .percent(0), false), (1, 1, .percent(0), true),
    (50, 11, .count(10), true), (50, 10, .count(10), false), (200, 600, .percent(300), false), (200, 601, .percent(300), true),
  ])
  func `Additions are compared with the limit, and filling an empty segment is not growth`(
    live: Int,
    additions: Int,
    limit: ChangeLimit,
    stopped: Bool
  ) throws {
    let segment = try Sample.planned(
      "VIP",
      add: 10_001..<(10_001 + additions),
      live: 1..<(live + 1),
      limits: SegmentLimits(maximumAdditions: limit, allowsEmpty: false)
    )
    let finding = GuardrailFinding(segment: segment.name, problem: .additions(additions, live: live, limit: limit))
    #expect(Self.findings([segment]) == (stopped ? [finding] : []))
    #expect(Self.findings([segment], GuardrailOverrides(maximumAdditions: .count(additions))).isEmpty)
  }

  @Test func `A segment cannot grow beyond its maximum, but may shrink to it`() throws {
    let limits = SegmentLimits(maximumMembers: 20, allowsEmpty: false)
    let growing = try Sample.planned("VIP", add: 21...21, live: 1...20, limits: limits)
    #expect(Self.findings([growing]) == [GuardrailFinding(segment: growing.name, problem: .members(resulting: 21, limit: 20))])
    let new = try Sample.planned("New", .create(description: ""), add: 1...21, limits: limits)
    #expect(Self.findings([new]) == [GuardrailFinding(segment: new.name, problem: .members(resulting: 21, limit: 20))])
    #expect(Self.findings([try Sample.planned("VIP", remove: 1...2, live: 1...30, limits: limits)]).isEmpty)
  }

  // MARK: takeovers

  @Test func `A pinned id that would rename an unrecorded segment needs confirmation`() throws {
    let day = CalendarDay(daysSinceEpoch: 20_000)
    let update = try #require(SegmentUpdate(name: .init(from: "Staff", to: "VIP"), description: nil))
    let segment = try Sample.planned("VIP", .update(.numbered(2), update), live: 1...5)
    let stranger = segment.judged(by: nil, on: day)
    let finding = GuardrailFinding(segment: segment.name, problem: .takeover(named: "Staff", live: 5))
    #expect(Self.findings([stranger]) == [finding])
    #expect(finding.isConfirmable)
    #expect(Self.findings([stranger], GuardrailOverrides(allowsTakeover: true)).isEmpty)
    #expect(Self.findings([stranger], GuardrailOverrides(allowsDeletion: true)) == [finding])
    #expect(Self.findings([segment.judged(by: Sample.recorded(2, "Staff"), on: day)]).isEmpty)
  }

  @Test func `Removing our last members from an additive segment without declared members is stopped`() throws {
    let name = try SegmentName("VIP")
    let segment = SegmentPlan(
      name: name,
      change: .keep(.numbered(1)),
      mode: .additive,
      add: .empty,
      remove: .numbered(1...2),
      live: LiveFingerprint(of: .numbered(1...40)),
      desiredCount: 0,
      limits: Self.limits()
    )
    #expect(Self.findings([segment]) == [GuardrailFinding(segment: name, problem: .emptied(removals: 2, live: 40))])
  }

  @Test func `A saved plan does not empty a segment that has only members to remove`() throws {
    let saved = try Sample.planned("VIP", remove: 1...2, live: 1...12)
    let drifted = SavedPlanCheck.check(saved, live: Sample.live(1, "VIP"), members: .numbered(1...2)).remaining
    #expect(Self.findings([drifted]) == [GuardrailFinding(segment: saved.name, problem: .emptied(removals: 2, live: 2))])
  }

  // MARK: deletions

  @Test func `A deletion needs confirmation, whatever the other limits are`() throws {
    let segment = try Sample.planned("VIP", .delete(.numbered(1)), live: 1...500)
    let finding = GuardrailFinding(segment: segment.name, problem: .deletion(live: 500))
    #expect(Self.findings([segment]) == [finding])
    #expect(Self.findings([segment], GuardrailOverrides(maximumRemovals: .percent(100))) == [finding])
    #expect(finding.isConfirmable)
    #expect(Self.findings([segment], GuardrailOverrides(allowsDeletion: true)).isEmpty)
    #expect(Self.findings([try Sample.planned("VIP", .stayAbsent)]).isEmpty)
  }

  @Test func `Allowing deletions allows nothing else`() throws {
    let segment = try Sample.planned("VIP", remove: 1...3, live: 1...3)
    #expect(Self.findings([segment], GuardrailOverrides(allowsDeletion: true)).count == 1)
  }

  // MARK: total changes

  @Test func `The changes of a run are those of its members and its segments`() throws {
    let update = try #require(SegmentUpdate(name: nil, description: .init(from: "a", to: "b")))
    let plan = Sample.plan([
      try Sample.planned("A", .create(description: ""), add: 1...10),
      try Sample.planned("B", .update(.numbered(2), update), add: 1...3, remove: 4...5, live: 4...50),
      try Sample.planned("C", .delete(.numbered(3)), live: 1...9),
      try Sample.planned("D", add: 1...1, live: 2...50),
      try Sample.planned("E", .stayAbsent),
    ])
    // A deletion counts its members.
    #expect(Guardrails.totalChanges(of: plan) == 11 + 6 + 10 + 1)
    let enough = GuardrailOverrides(maximumChanges: 28, allowsDeletion: true)
    #expect(Guardrails.findings(in: plan, overrides: enough).isEmpty)
    let tooFew = GuardrailOverrides(maximumChanges: 27, allowsDeletion: true)
    #expect(Guardrails.findings(in: plan, overrides: tooFew) == [GuardrailFinding(problem: .totalChanges(28, limit: 27))])
  }

  @Test func `A run without changes is within a limit of 0`() throws {
    #expect(Self.findings([try Sample.planned("A", live: 1...5)], GuardrailOverrides(maximumChanges: 0)).isEmpty)
    #expect(
      Self.findings([try Sample.planned("A", add: 1...1)], GuardrailOverrides(maximumChanges: 0))
        == [GuardrailFinding(problem: .totalChanges(1, limit: 0))]
    )
  }

  // MARK: all at once

  @Test func `All findings are reported at once, by segment, the total last`() throws {
    let segments = [
      try Sample.planned("D", .delete(.numbered(4)), live: 1...7),
      try Sample.planned("B", remove: 1...40, live: 1...100),
      try Sample.planned("A", remove: 1...20, live: 1...20),
      try Sample.planned("C", add: 1...5),
    ]
    let findings = Self.findings(segments, GuardrailOverrides(maximumChanges: 10))
    let a = try SegmentName("A")
    #expect(
      findings == [
        GuardrailFinding(segment: a, problem: .emptied(removals: 20, live: 20)),
        GuardrailFinding(segment: a, problem: .removals(20, live: 20, limit: .percent(25))),
        GuardrailFinding(segment: try SegmentName("B"), problem: .removals(40, live: 100, limit: .percent(25))),
        GuardrailFinding(segment: try SegmentName("D"), problem: .deletion(live: 7)),
        GuardrailFinding(problem: .totalChanges(73, limit: 10)),
      ]
    )
    #expect(findings.map(\.isConfirmable) == [false, false, false, true, false])
    #expect(findings.map(\.code) == ["emptied-segment", "max-removals", "max-removals", "delete-segment", "max-changes"])
  }
}
