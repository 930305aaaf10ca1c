import Diagnostics
import SegmentModel
import Testing

@testable import Planning

@Suite("Messages of guardrails")
struct GuardrailMessagesTests {
  private static let vip: SegmentName = {
    guard let name = try? SegmentName("VIP") else { preconditionFailure("VIP is a name") }
    return name
  }()

  @Test(arguments: [
    (
      GuardrailFinding(segment: vip, problem: .emptied(removals: 12, live: 12)),
      "segment \"VIP\" would be emptied: it would lose all 12 live members", "allow_empty: true"
    ),
    (
      GuardrailFinding(segment: vip, problem: .emptied(removals: 2, live: 40)),
      "segment \"VIP\" has no declared members any more: 2 of its 40 live members would be removed, all that segapply added",
      "allow_empty: true"
    ),
    (
      GuardrailFinding(segment: vip, problem: .removals(26, live: 100, limit: .percent(25))),
      "segment \"VIP\" would lose 26 of 100 live members (26 %); the limit is 25%", "--max-removals 26%"
    ),
    (
      GuardrailFinding(segment: vip, problem: .removals(1, live: 300, limit: .percent(0))),
      "segment \"VIP\" would lose 1 of 300 live members (1 %); the limit is 0%", "--max-removals 1%"
    ),
    (
      GuardrailFinding(segment: vip, problem: .removals(8, live: 9, limit: .count(7))),
      "segment \"VIP\" would lose 8 of 9 live members (89 %); the limit is 7", "--max-removals 89%"
    ),
    (
      GuardrailFinding(segment: vip, problem: .deletion(live: 9)),
      "segment \"VIP\" would be deleted with its 9 memberships", "--allow-delete"
    ),
    (
      GuardrailFinding(segment: vip, problem: .removals(8, live: 9, limit: .percent(25))),
      "segment \"VIP\" would lose 8 of 9 live members (89 %); the limit is half, since it has fewer than 10", "--max-removals 89%"
    ),
    (
      GuardrailFinding(segment: vip, problem: .repeatedRemovals(resulting: 563, recentLive: 1000, limit: .percent(25))),
      "segment \"VIP\" would have 563 members; it had 1000 within the last 30 days, and would have lost 44 % of them; the limit is 25%",
      "--max-removals 44%"
    ),
    (
      GuardrailFinding(segment: vip, problem: .additions(301, live: 100, limit: .percent(100))),
      "segment \"VIP\" would gain 301 members; it has 100 (301 %); the limit is 100%", "--max-additions 301%"
    ),
    (
      GuardrailFinding(segment: vip, problem: .members(resulting: 501, limit: 500)),
      "segment \"VIP\" would have 501 members; its manifest allows 500",
      "guardrails: {max_members: 501}"
    ),
    (
      GuardrailFinding(segment: vip, problem: .takeover(named: "Staff", live: 1)),
      "segment \"VIP\" would take over the store's segment \"Staff\", which has 1 member, and rename it", "--allow-takeover"
    ),
    (
      GuardrailFinding(problem: .totalChanges(66, limit: 10)), "the run would make 66 changes; --max-changes is 10",
      "--max-changes 66"
    ),
  ])
  func `Each finding shows its numbers, limit and override`(finding: GuardrailFinding, summary: String, override: String) {
    let diagnostic = finding.diagnostic
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.code == finding.code)
    #expect(diagnostic.summary == summary)
    #expect(diagnostic.detail?.split(separator: "\n").last == "    \(override)")
  }

  /// A person who does as told must not be stopped again.
  @Test(arguments: [(1, 300), (26, 100), (199, 200), (3, 11), (2, 3), (999, 1000), (334, 1000)])
  func `The suggested limit is enough, and no lower one is`(removals: Int, live: Int) throws {
    let finding = GuardrailFinding(segment: Self.vip, problem: .removals(removals, live: live, limit: .count(0)))
    let line = try #require(finding.diagnostic.detail?.split(separator: "\n").last)
    let word = try #require(line.split(separator: " ").last)
    let proposed = try #require(ChangeLimit(word))
    #expect(proposed.allows(removals, of: live))
    guard case .percent(let percent) = proposed else { return }
    #expect(!ChangeLimit.percent(percent - 1).allows(removals, of: live))
  }
}
