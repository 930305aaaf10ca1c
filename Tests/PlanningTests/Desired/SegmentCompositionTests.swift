import SegmentModel
import TestSupport
import Testing

@testable import Planning

struct SegmentCompositionTests {
  private static func customers(_ numbers: [Int]) -> [CustomerID] { numbers.compactMap { CustomerID($0) } }

  private static func name(_ text: String) throws -> SegmentName { try SegmentName(text) }

  @Test func `exclusion takes precedence over listing and inclusion`() throws {
    let a = try Self.name("A")
    let b = try Self.name("B")
    let c = try Self.name("C")
    let composed = try SegmentComposition.compose(
      [
        SegmentComposition(name: b, own: DesiredMembers(profiles: .numbered([2, 3]), withoutProfile: Self.customers([1, 2]))),
        SegmentComposition(name: c, own: DesiredMembers(profiles: .numbered([3, 4]), withoutProfile: Self.customers([2]))),
        SegmentComposition(
          name: a,
          own: DesiredMembers(profiles: .numbered([1, 4]), withoutProfile: Self.customers([3])),
          includes: [.declared(b), .live("Live")],
          excludes: [.declared(c)]
        ),
      ],
      live: ["Live": .numbered([7])]
    )
    let result = try #require(composed[a])
    #expect(result.profiles == .numbered([1, 2, 7]))
    #expect(result.withoutProfile == Self.customers([1, 3]))
    #expect(result.count == 5)
  }

  @Test func `members that a segment excludes by name are not members, whatever declares them`() throws {
    let a = try Self.name("A")
    let composition = SegmentComposition(
      name: a,
      own: DesiredMembers(profiles: .numbered([1, 2]), withoutProfile: Self.customers([8]), kept: .numbered([3])),
      excluded: DesiredMembers(profiles: .numbered([2, 3, 7]), withoutProfile: Self.customers([8])),
      includes: [.live("Live")]
    )
    let result = try #require(try SegmentComposition.compose([composition], live: ["Live": .numbered([7, 9])])[a])
    #expect(result == DesiredMembers(profiles: .numbered([1, 9]), withoutProfile: []))
  }

  @Test func `a part that was not read is an error, never an empty set of members`() throws {
    let a = try Self.name("A")
    let part = SegmentPart.live("Live")
    #expect(throws: UnlistedSegmentError(segment: a.text)) {
      try SegmentComposition.compose([SegmentComposition(name: a, own: .none, includes: [part])], live: [:])
    }
    let other = SegmentPart.declared(try Self.name("B"))
    #expect(throws: UnlistedSegmentError(segment: a.text)) {
      try SegmentComposition.compose([SegmentComposition(name: a, own: .none, excludes: [other])], live: [:])
    }
  }

  @Test func `composition is set algebra, for any sets`() throws {
    var random = SeededRandom(seed: 20_261_125)
    for _ in 0..<200 {
      let sets = (0..<4).map { _ in
        Set((0..<Int.random(in: 0...12, using: &random)).map { _ in Int.random(in: 1...20, using: &random) })
      }
      let names = try ["P0", "P1", "P2", "All"].map(Self.name)
      func members(_ set: Set<Int>) -> DesiredMembers {
        DesiredMembers(
          profiles: .numbered(set.filter { $0 % 2 == 0 }.sorted()),
          withoutProfile: Self.customers(set.filter { $0 % 2 == 1 })
        )
      }
      let composed = try SegmentComposition.compose(
        (0..<3).map { SegmentComposition(name: names[$0], own: members(sets[$0])) }
          + [
            SegmentComposition(
              name: names[3],
              own: members(sets[3]),
              includes: [.declared(names[0]), .declared(names[1])],
              excludes: [.declared(names[2])]
            )
          ],
        live: [:]
      )
      let expected = sets[3].union(sets[0]).union(sets[1]).subtracting(sets[2])
      #expect(composed[names[3]] == members(expected), "\(random)")
    }
  }

  @Test func `a plan adds customers whose profile is created, and reads back from its file`() throws {
    let plan = try Self.planWithNewProfiles()
    #expect(plan.hasChanges)
    #expect(plan.segments[0].actions == [.add, .remove])
    #expect(plan.summary.membersToAdd == 3)
    #expect(plan.summary.profilesToCreate == 2)
    #expect(plan.segments[0].resultingCount == 4)
    let bytes = try PlanCodec.encode(plan, guardrails: [])
    #expect(try PlanCodec.decode(bytes, file: "plan.json") == plan)
  }

  @Test func `a customer who now has a profile is added by profile id`() throws {
    let segment = try Self.planWithNewProfiles().segments[0]
    let customers = Self.customers([8, 9])
    let resolved = segment.resolvingNewProfiles([customers[0]: .numbered(80)])
    #expect(resolved.add == .numbered([2, 80]))
    #expect(resolved.newProfiles == [customers[1]])
    #expect(resolved.additionCount == segment.additionCount)
    #expect(segment.resolvingNewProfiles([:]) == segment)
  }

  private static func planWithNewProfiles() throws -> Plan {
    let id = try #require(SegmentID("00000000-0000-4000-9000-000000000001"))
    let desired = DesiredSegment(
      name: try name("A"),
      members: .numbered([1, 2]),
      withoutProfile: customers([8, 9])
    )
    let matching = try SegmentMatching(
      desired: [desired],
      live: [LiveSegment(id: id, name: "A", description: "")],
      recorded: []
    )
    return try Planner.plan(
      matching,
      memberships: [id: .numbered([1, 5, 6])],
      header: PlanHeader(
        toolVersion: "1",
        createdAt: "2026-11-25T00:00:00Z",
        validUntil: nil,
        store: "https://api.example.com/stores/x",
        configurationDigest: "",
        state: nil
      )
    )
  }
}
