import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Planner in random stores")
struct PlannerPropertyTests {
  @Test(arguments: SeededRandom.seeds(300))
  func `A plan adds members that are declared and missing, and removes live undeclared ones`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let world = try World(using: &random)
    let plan = try world.plan()
    #expect(plan.segments.map(\.name) == world.desired.map(\.name).sorted())
    for segment in plan.segments {
      let desired = try #require(world.desired.first { $0.name == segment.name })
      let live = segment.change.segmentID.flatMap { world.memberships[$0] } ?? .empty
      #expect(segment.live == LiveFingerprint(of: live))
      #expect(segment.add.subtracting(desired.members).isEmpty)
      #expect(segment.add.intersection(live).isEmpty)
      #expect(segment.remove.subtracting(live).isEmpty)
      #expect(segment.remove.intersection(desired.members).isEmpty)
      if desired.presence == .absent {
        #expect(segment.add.isEmpty && segment.remove.isEmpty)
      } else if desired.mode == .authoritative {
        #expect(live.subtracting(segment.remove).union(segment.add) == desired.members)
      } else {
        #expect(desired.members.subtracting(live.union(segment.add)).isEmpty)
        let recorded = world.recorded.first { $0.id == segment.change.segmentID && $0.mode == .additive }
        let ours = recorded?.members ?? .empty
        #expect(segment.remove.subtracting(ours).isEmpty)
      }
    }
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `Only segments that are declared absent are deleted, and only undeclared ones are unmanaged`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let world = try World(using: &random)
    let plan = try world.plan()
    for segment in plan.segments {
      guard case .delete(let id) = segment.change else { continue }
      let desired = try #require(world.desired.first { $0.name == segment.name })
      #expect(desired.presence == .absent)
      #expect(world.live.first { $0.id == id }?.name == segment.name.text)
    }
    let managed = Set(plan.segments.compactMap(\.change.segmentID))
    #expect(plan.unmanagedCount == world.live.count { !managed.contains($0.id) })
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `After an apply, there is nothing to do and no drift`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var world = try World(using: &random)
    world.apply(try world.plan())
    let again = try world.plan()
    #expect(!again.hasChanges)
    #expect(again.segments.allSatisfy { $0.drift == nil })
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `Applies that are interrupted at any point converge`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var world = try World(using: &random)
    let whole = try Self.applied(world)
    for _ in 1...3 { world.apply(try world.plan(), partlyUsing: &random) }
    world.apply(try world.plan())
    #expect(world.membersByName == whole.membersByName)
  }

  @Test(arguments: SeededRandom.seeds(100))
  func `The order of the inputs does not change a byte of the plan`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let world = try World(using: &random)
    let overrides = GuardrailOverrides(maximumChanges: 3)
    func bytes(_ world: World) throws -> [UInt8] {
      let plan = try world.plan()
      return try PlanCodec.encode(plan, guardrails: Guardrails.findings(in: plan, overrides: overrides))
    }
    let expected = try bytes(world)
    for _ in 1...5 {
      #expect(try bytes(world.shuffled(using: &random)) == expected)
    }
  }

  /// Modes change, members come and go at other people's hands, declarations change, applies are cut off.
  @Test(arguments: SeededRandom.seeds(200))
  func `An additive segment never loses a member that the tool did not add`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var world = try World(using: &random)
    var addedByUs: [SegmentID: MemberSet] = [:]
    // Nothing is known of the past, so the state begins empty.
    world.recorded = []
    for _ in 1...12 {
      let plan = try world.plan()
      for segment in plan.segments where segment.mode == .additive {
        let ours = segment.change.segmentID.flatMap { addedByUs[$0] } ?? .empty
        #expect(segment.remove.subtracting(ours).isEmpty)
      }
      let before = world.memberships
      if Bool.random(using: &random) { world.apply(plan) } else { world.apply(plan, partlyUsing: &random) }
      for (id, members) in world.memberships {
        addedByUs[id] = (addedByUs[id] ?? .empty).union(members.subtracting(before[id] ?? .empty))
      }
      try world.disturb(using: &random)
    }
  }

  private static func applied(_ world: World) throws -> World {
    var world = world
    world.apply(try world.plan())
    return world
  }
}

extension World {
  fileprivate var membersByName: [String: MemberSet] {
    Dictionary(uniqueKeysWithValues: live.map { ($0.name, memberships[$0.id] ?? .empty) })
  }

  /// Somebody edits the store, and somebody the manifests.
  fileprivate mutating func disturb(using random: inout SeededRandom) throws {
    for segment in live {
      let members = memberships[segment.id] ?? .empty
      let added = MemberSet.random(count: 3, highest: 40, using: &random)
      let removed = MemberSet.random(count: 3, highest: 40, using: &random)
      memberships[segment.id] = members.union(added).subtracting(removed)
    }
    desired = desired.map { segment in
      DesiredSegment(
        name: segment.name,
        pinnedID: segment.pinnedID,
        description: segment.description,
        mode: Int.random(in: 0..<3, using: &random) == 0
          ? MembershipMode.allCases.randomElement(using: &random) ?? .additive : segment.mode,
        presence: segment.presence,
        members: segment.presence == .absent ? .empty : Self.members(using: &random)
      )
    }
  }
}
