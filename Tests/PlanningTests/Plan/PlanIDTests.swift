import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Plan ids")
struct PlanIDTests {
  private static func id(_ segments: SegmentPlan...) -> PlanID { Sample.plan(segments).id }

  @Test func `An id is p- and 64 hexadecimal digits, and reads back`() throws {
    let id = try PlanExample.everything().id
    #expect(id.description.hasPrefix("p-"))
    #expect(id.description.utf8.count == 66)
    #expect(PlanID(id.description) == id)
    #expect(PlanID(String(id.description.dropLast())) == nil)
    #expect(PlanID(id.description.uppercased()) == nil)
  }

  @Test func `Equal actions have equal ids, whatever the display fields, limits and dates are`() throws {
    let plain = try Sample.planned("A", add: 1...3, remove: [9], live: 5...9)
    let other = try Sample.planned(
      "A",
      add: 1...3,
      remove: [9],
      live: 5...9,
      limits: SegmentLimits(maximumRemovals: .percent(90), allowsEmpty: true),
      drift: .vanished
    )
    let unchanged = try Sample.planned("B", .keep(.numbered(2)), live: 1...2)
    #expect(Self.id(plain) == Self.id(other, unchanged))
    var ended = Sample.plan([plain])
    ended.header.validUntil = Timestamp(seconds: 0).text
    #expect(ended.id == Self.id(plain))
  }

  @Test func `Another store, segment, action or member gives another id`() throws {
    let ids = [
      Self.id(),
      Self.id(try Sample.planned("A", add: 1...3)),
      Self.id(try Sample.planned("A", add: 1...4)),
      Self.id(try Sample.planned("B", add: 1...3)),
      Self.id(try Sample.planned("A", .keep(.numbered(2)), add: 1...3)),
      Self.id(try Sample.planned("A", .create(description: ""), add: 1...3)),
      Self.id(try Sample.planned("A", .create(description: "x"), add: 1...3)),
      Self.id(try Sample.planned("A", remove: 1...3, live: 1...4)),
      Self.id(try Sample.planned("A", remove: 2...4, live: 1...4)),
      Self.id(try Sample.planned("A", .delete(.numbered(1)), live: 1...3)),
      Plan(
        header: PlanHeader(
          toolVersion: "1",
          createdAt: "",
          validUntil: nil,
          store: "other",
          configurationDigest: "",
          state: nil
        ),
        segments: [try Sample.planned("A", add: 1...3)],
        unmanagedCount: 0
      ).id,
    ]
    #expect(Set(ids).count == ids.count)
  }

  @Test func `Renaming a segment as well gives another id`() throws {
    let described = SegmentUpdate(name: nil, description: .init(from: "", to: "d"))
    let renamed = SegmentUpdate(name: .init(from: "B", to: "A"), description: .init(from: "", to: "d"))
    let ids = try [described, renamed].map { Self.id(try Sample.planned("A", .update(.numbered(1), try #require($0)))) }
    #expect(ids[0] != ids[1])
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `The same plan made twice has one id`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let world = try World(using: &random)
    let plan = try world.plan()
    #expect(try world.shuffled(using: &random).plan().id == plan.id)
    let header = PlanHeader(
      toolVersion: "9.9.9",
      createdAt: "2031-01-01T00:00:00Z",
      validUntil: nil,
      store: plan.header.store,
      configurationDigest: "declared:other",
      state: StateReference(lineage: "other", serial: Int.random(in: 0...99, using: &random), foldedRun: "run"),
      statePlace: "/elsewhere",
      targets: ["A"]
    )
    let segments = plan.segments.shuffled(using: &random).map { segment in
      var segment = segment
      segment.notes = ChangeNotes(add: segment.add, newProfiles: segment.newProfiles, remove: segment.remove)
      segment.drift = .vanished
      segment.limits = SegmentLimits(maximumRemovals: .count(1), allowsEmpty: true)
      segment.sources = nil
      segment.recentLive = 99
      return segment
    }
    #expect(Plan(header: header, segments: segments, unmanagedCount: 99).id == plan.id)
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `Any change of one action changes the id`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let plan = try World(using: &random).plan()
    let elsewhere = PlanHeader(
      toolVersion: plan.header.toolVersion,
      createdAt: plan.header.createdAt,
      validUntil: plan.header.validUntil,
      store: plan.header.store + "x",
      configurationDigest: plan.header.configurationDigest,
      state: plan.header.state
    )
    #expect(Plan(header: elsewhere, segments: plan.segments, unmanagedCount: plan.unmanagedCount).id != plan.id)
    for index in plan.segments.indices {
      for (what, changed) in try Self.changes(of: plan.segments[index]) {
        var segments = plan.segments
        segments[index] = changed
        #expect(plan.replacing(segments: segments).id != plan.id, "\(what) in \(changed.name)")
      }
    }
  }

  /// The segment's plan with one change of its actions each.
  private static func changes(of segment: SegmentPlan) throws -> [(String, SegmentPlan)] {
    var changes: [(String, SegmentPlan)] = []
    func change(_ what: String, _ make: (inout SegmentPlan) throws -> Void) rethrows {
      var changed = segment
      try make(&changed)
      changes.append((what, changed))
    }
    let other = MemberSet.numbered([999_999])
    let customer = try #require(CustomerID(999_999))
    change("one more addition") { $0.add = $0.add.union(other) }
    change("one more removal") { $0.remove = $0.remove.union(other) }
    change("one more profile") { $0.newProfiles.append(customer) }
    if let first = segment.add.first { change("one addition less") { $0.add = $0.add.subtracting([first]) } }
    if let first = segment.remove.first { change("one removal less") { $0.remove = $0.remove.subtracting([first]) } }
    if let last = segment.add.ids.last {
      change("another addition") { $0.add = $0.add.subtracting([last]).union(other) }
      change("a removal instead of an addition") {
        $0.add = $0.add.subtracting([last])
        $0.remove = $0.remove.union([last])
      }
    }
    if segment.hasChanges { try change("another name") { $0.name = try SegmentName("\($0.name)x") } }
    switch segment.change {
    case .create(let description):
      change("another description") { $0.change = .create(description: description + "x") }
      change("no creation") { $0.change = .keep(.numbered(1)) }
    case .update(let id, let update):
      change("another segment") { $0.change = .update(.numbered(999_999), update) }
      change("no update") { $0.change = .keep(id) }
      let description = SegmentUpdate.Change(from: "", to: (update.description?.to ?? "") + "x")
      let described = try #require(SegmentUpdate(name: update.name, description: description))
      change("another description") { $0.change = .update(id, described) }
    case .delete(let id):
      change("another segment to delete") { $0.change = .delete(.numbered(999_999)) }
      change("no deletion") { $0.change = .keep(id) }
    case .keep(let id):
      if segment.hasChanges { change("another segment") { $0.change = .keep(.numbered(999_999)) } }
      change("a deletion") { $0.change = .delete(id) }
    case .stayAbsent:
      change("a creation") { $0.change = .create(description: "") }
    }
    return changes
  }
}
