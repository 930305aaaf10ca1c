import SegmentModel
import TestSupport

@testable import Planning

/// A store, a state and a configuration, small and random, for properties that must hold of all of them.
struct World {
  var desired: [DesiredSegment] = []
  /// The segments of the store, and their members.
  var live: [LiveSegment] = []
  var memberships: [SegmentID: MemberSet] = [:]
  var recorded: [RecordedSegment] = []
  private var createdCount = 0

  private static let highestMember = 40

  /// Up to six segments; each may be declared, live, recorded, renamed in the store, pinned, to be deleted.
  init(using random: inout SeededRandom) throws {
    for number in 1...Int.random(in: 1...6, using: &random) {
      try addSegment(number, using: &random)
    }
  }

  private mutating func addSegment(_ number: Int, using random: inout SeededRandom) throws {
    let name = "Segment \(number)"
    let isLive = Int.random(in: 0..<4, using: &random) > 0
    let isRecorded = Bool.random(using: &random)
    // A renamed segment is found by its pinned id or by its record.
    let isPinned = isLive && Bool.random(using: &random)
    let isRenamed = isLive && (isPinned || isRecorded) && Int.random(in: 0..<4, using: &random) == 0
    let members = Self.members(using: &random)
    if isLive {
      live.append(
        LiveSegment(
          id: .numbered(number),
          name: isRenamed ? "Renamed \(number)" : name,
          description: Self.descriptions.randomElement(using: &random) ?? ""
        )
      )
      memberships[.numbered(number)] = members
    }
    if isRecorded {
      recorded.append(
        RecordedSegment(
          // Now and then the record is of a segment that is gone.
          id: .numbered(Int.random(in: 0..<5, using: &random) == 0 ? number + 100 : number),
          name: name,
          mode: MembershipMode.allCases.randomElement(using: &random) ?? .additive,
          members: Bool.random(using: &random) ? members : Self.members(using: &random)
        )
      )
    }
    guard Int.random(in: 0..<5, using: &random) > 0 else { return }
    let isAbsent = !isRenamed && Int.random(in: 0..<6, using: &random) == 0
    desired.append(
      DesiredSegment(
        name: try SegmentName(name),
        pinnedID: isPinned ? .numbered(number) : nil,
        description: Bool.random(using: &random) ? nil : Self.descriptions.randomElement(using: &random),
        mode: MembershipMode.allCases.randomElement(using: &random) ?? .additive,
        presence: isAbsent ? .absent : .present,
        members: isAbsent ? .empty : Bool.random(using: &random) ? members : Self.members(using: &random)
      )
    )
  }

  private static let descriptions = ["", "One", "Two"]

  static func members(using random: inout SeededRandom) -> MemberSet {
    .random(count: Int.random(in: 0...30, using: &random), highest: highestMember, using: &random)
  }

  /// The plan for this world.
  func plan() throws -> Plan {
    let matching = try SegmentMatching(desired: desired, live: live, recorded: recorded)
    return try Planner.plan(matching, memberships: memberships, header: Sample.header)
  }

  /// The same world with everything in another order.
  func shuffled(using random: inout SeededRandom) -> World {
    var world = self
    world.desired.shuffle(using: &random)
    world.live.shuffle(using: &random)
    world.recorded.shuffle(using: &random)
    return world
  }
}

extension World {
  /// Does what the plan lists, and only that, or a random part of it; records what was done.
  mutating func apply(_ plan: Plan, partlyUsing random: inout SeededRandom) {
    for segment in plan.segments where segment.hasChanges {
      apply(segment, add: Self.part(of: segment.add, using: &random), remove: Self.part(of: segment.remove, using: &random))
    }
  }

  /// Does all that the plan lists, and only that, and records it.
  mutating func apply(_ plan: Plan) {
    for segment in plan.segments { apply(segment, add: segment.add, remove: segment.remove) }
  }

  private mutating func apply(_ segment: SegmentPlan, add: MemberSet, remove: MemberSet) {
    var id = segment.change.segmentID
    switch segment.change {
    case .create(let description):
      createdCount += 1
      let created = SegmentID.numbered(1000 + createdCount)
      live.append(LiveSegment(id: created, name: segment.name.text, description: description))
      memberships[created] = .empty
      id = created
    case .update(let id, let update):
      live = live.map { segment in
        guard segment.id == id else { return segment }
        return LiveSegment(
          id: id,
          name: update.name?.to ?? segment.name,
          description: update.description?.to ?? segment.description
        )
      }
    case .delete(let id):
      live.removeAll { $0.id == id }
      memberships[id] = nil
      recorded.removeAll { $0.id == id || $0.name == segment.name.text }
      return
    case .stayAbsent:
      recorded.removeAll { $0.name == segment.name.text }
      return
    case .keep: break
    }
    guard let id, let before = memberships[id] else { return }
    memberships[id] = before.subtracting(remove).union(add)
    let members = Recording.members(
      after: segment,
      live: before,
      recorded: recorded.first { $0.id == id },
      added: add,
      removed: remove
    )
    recorded.removeAll { $0.id == id || $0.name == segment.name.text }
    recorded.append(RecordedSegment(id: id, name: segment.name.text, mode: segment.mode, members: members))
  }

  static func part(of members: MemberSet, using random: inout SeededRandom) -> MemberSet {
    MemberSet(members.filter { _ in Bool.random(using: &random) })
  }
}
