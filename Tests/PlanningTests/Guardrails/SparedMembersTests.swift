import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Members that stay because the segment would otherwise be empty")
struct SparedMembersTests {
  /// A plan that replaces members by customers who have no profile yet.
  private static func approved(remove: some Sequence<Int>, allowsEmpty: Bool = false) throws -> ApprovedPlan {
    let live = LiveFingerprint(of: .numbered(1...5))
    let segment = SegmentPlan(
      name: try SegmentName("VIP"),
      change: .keep(.numbered(1)),
      mode: .authoritative,
      add: .empty,
      newProfiles: try [7, 8].map { try #require(CustomerID($0)) },
      remove: .numbered(remove),
      live: live,
      desiredCount: 2,
      limits: SegmentLimits(maximumRemovals: .percent(100), allowsEmpty: allowsEmpty)
    )
    return try Guardrails.approve(Sample.plan([segment]), overrides: GuardrailOverrides())
  }

  @Test func `A segment keeps its members when none of the customers got a profile`() throws {
    let (plan, spared) = try Self.approved(remove: 1...5).sparingLastMembers()
    #expect(plan.plan.segments.map(\.remove) == [.empty])
    #expect(plan.plan.segments.map(\.newProfiles.count) == [2])
    #expect(spared.map(\.remove) == [.numbered(1...5)])
  }

  @Test func `A segment loses its old members if one customer got a profile`() throws {
    let approved = try Self.approved(remove: 1...5).resolvingNewProfiles([try #require(CustomerID(7)): .numbered(70)])
    let (plan, spared) = approved.sparingLastMembers()
    #expect(plan.plan.segments.map(\.remove) == [.numbered(1...5)])
    #expect(spared.isEmpty)
  }

  @Test func `A segment loses its old members if one member remains, or with allow_empty`() throws {
    #expect(try Self.approved(remove: 1...4).sparingLastMembers().spared.isEmpty)
    #expect(try Self.approved(remove: 1...5, allowsEmpty: true).sparingLastMembers().spared.isEmpty)
  }
}
