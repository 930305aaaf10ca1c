import SegmentModel
import TestSupport
import Testing

@testable import StateStorage

struct JournalFoldingTests {
  private static let header = JournalHeader(
    run: "run-1",
    who: "ada@ci",
    startedAt: "2026-01-01T00:00:00Z",
    store: "shop",
    lineage: "lineage-1",
    serial: 3
  )
  private static let vip = SegmentID.numbered(1)
  private static let beta = SegmentID.numbered(2)

  private static func state(
    _ segments: [RecordedSegment] = [],
    serial: Int = 3,
    lineage: String = "lineage-1",
    history: SegmentHistory = SegmentHistory(),
    runs: [String] = []
  ) -> StateDocument {
    StateDocument(
      lineage: lineage,
      serial: serial,
      toolVersion: "1",
      store: "shop",
      segments: segments,
      history: history,
      runs: runs
    )
  }

  /// The history of a state whose segment was changed at this serial by another apply.
  private static func changed(_ id: SegmentID, _ name: String, at serial: Int, removing: Bool = false) -> SegmentHistory {
    let touch = SegmentTouch(segment: id, name: name, isComplete: true, removesMembers: removing)
    return SegmentHistory().adding([touch], at: serial, by: nil)
  }

  private static func record(_ id: SegmentID, _ name: String, _ mode: MembershipMode, _ members: [Int]) -> RecordedSegment {
    RecordedSegment(id: id, name: name, mode: mode, members: .numbered(members))
  }

  private static func records(_ entries: [JournalEntry], _ state: StateDocument?) throws -> [RecordedSegment] {
    let result = JournalFolding.fold([.began(header)] + entries, into: state, store: "shop")
    guard case .folded(let folded, _) = result else {
      Issue.record("\(result)")
      return []
    }
    return folded.records.sorted { $0.name < $1.name }
  }

  @Test func `acknowledged changes are added to the record of the segment`() throws {
    let entries: [JournalEntry] = [
      .segment(Self.vip, name: "VIP", mode: .authoritative, isNew: false),
      .added(Self.vip, .numbered([4, 5])),
      .removed(Self.vip, .numbered([1])),
      .added(Self.vip, .numbered([6])),
    ]
    let state = Self.state([Self.record(Self.vip, "VIP", .authoritative, [1, 2, 3])])
    #expect(try Self.records(entries, state) == [Self.record(Self.vip, "VIP", .authoritative, [2, 3, 4, 5, 6])])
  }

  @Test func `a segment that the run created is recorded with its added members`() throws {
    let entries: [JournalEntry] = [
      .segment(Self.vip, name: "VIP", mode: .authoritative, isNew: true),
      .segment(Self.vip, name: "VIP", mode: .authoritative, isNew: false),
      .added(Self.vip, .numbered([1])),
    ]
    #expect(try Self.records(entries, Self.state()) == [Self.record(Self.vip, "VIP", .authoritative, [1])])
  }

  @Test func `for an additive segment without a record, the added members are recorded`() throws {
    let entries: [JournalEntry] = [
      .segment(Self.beta, name: "Beta", mode: .additive, isNew: false), .added(Self.beta, .numbered([7])),
    ]
    #expect(try Self.records(entries, Self.state()) == [Self.record(Self.beta, "Beta", .additive, [7])])
  }

  @Test func `members sent to an additive segment without an answer are unconfirmed`() throws {
    let entries: [JournalEntry] = [
      .segment(Self.beta, name: "Beta", mode: .additive, isNew: false),
      .sending(Self.beta, .numbered([7, 8, 9])), .added(Self.beta, .numbered([8])),
    ]
    let record = try #require(try Self.records(entries, Self.state()).first)
    #expect(record.members == .numbered([8]))
    #expect(record.unconfirmed == .numbered([7, 9]))
    #expect(record.settled(by: .numbered([1, 8, 9])).members == .numbered([8, 9]))
    #expect(record.settled(by: .numbered([1, 8, 9])).unconfirmed.isEmpty)
  }

  @Test func `members sent to an authoritative segment without an answer are unconfirmed too`() throws {
    let entries: [JournalEntry] = [
      .segment(Self.vip, name: "VIP", mode: .authoritative, isNew: false),
      .sending(Self.vip, .numbered([7, 8, 9])), .added(Self.vip, .numbered([8])),
    ]
    let state = Self.state([Self.record(Self.vip, "VIP", .authoritative, [1])])
    let record = try #require(try Self.records(entries, state).first)
    #expect(record.members == .numbered([1, 8]))
    #expect(record.unconfirmed == .numbered([7, 9]))
  }

  @Test(arguments: [MembershipMode.authoritative, .additive])
  func `a removal without an answer is settled by the next listing`(mode: MembershipMode) throws {
    let entries: [JournalEntry] = [
      .segment(Self.vip, name: "VIP", mode: mode, isNew: false),
      .sending(Self.vip, .numbered([2, 3])), .removed(Self.vip, .numbered([2])),
    ]
    let record = try #require(try Self.records(entries, Self.state([Self.record(Self.vip, "VIP", mode, [1, 2, 3])])).first)
    #expect(record.members == .numbered([1, 3]))
    #expect(record.unconfirmed == .numbered([3]))
    // If it was done, no one else removed the member. If not, the member is still ours.
    #expect(record.settled(by: .numbered([1])).members == .numbered([1]))
    #expect(record.settled(by: .numbered([1, 3])).members == .numbered([1, 3]))
  }

  @Test func `an authoritative segment without a record stays without one, or its other members would look like drift`() throws {
    let entries: [JournalEntry] = [
      .segment(Self.vip, name: "VIP", mode: .authoritative, isNew: false), .added(Self.vip, .numbered([7])),
    ]
    #expect(try Self.records(entries, Self.state()).isEmpty)
  }

  @Test func `a deleted segment is no longer recorded`() throws {
    let state = Self.state([Self.record(Self.vip, "VIP", .authoritative, [1])])
    #expect(try Self.records([.deleted(Self.vip)], state).isEmpty)
  }

  @Test func `a record with the same name and another id is replaced`() throws {
    let entries: [JournalEntry] = [.segment(Self.beta, name: "VIP", mode: .authoritative, isNew: true)]
    let state = Self.state([Self.record(Self.vip, "VIP", .authoritative, [1])])
    #expect(try Self.records(entries, state) == [Self.record(Self.beta, "VIP", .authoritative, [])])
  }

  @Test func `a journal is recorded only if the state names its run`() {
    let entries: [JournalEntry] = [.began(Self.header), .recording(serial: 4)]
    #expect(JournalFolding.fold(entries, into: Self.state(serial: 4, runs: ["run-1"]), store: "shop") == .recorded)
    #expect(JournalFolding.fold(entries, into: Self.state(serial: 5, runs: ["run-1", "x"]), store: "shop") == .recorded)
    // Another run wrote the serial that this one was about to write.
    #expect(JournalFolding.fold(entries, into: Self.state(serial: 4, runs: ["x"]), store: "shop") != .recorded)
  }

  @Test func `a journal whose state was not written is added to the state`() {
    let entries: [JournalEntry] = [.began(Self.header), .recording(serial: 4)]
    let folded = JournalFolding.Folded(records: [], touched: [], changes: 0, superseded: [])
    #expect(JournalFolding.fold(entries, into: Self.state(), store: "shop") == .folded(folded, Self.header))
  }

  @Test func `a journal of another lineage, another store or a lost state is foreign`() {
    let entries: [JournalEntry] = [.began(Self.header)]
    #expect(JournalFolding.fold(entries, into: Self.state(lineage: "other"), store: "shop") == .foreign)
    #expect(JournalFolding.fold(entries, into: Self.state(), store: "other shop") == .foreign)
    #expect(JournalFolding.fold(entries, into: nil, store: "shop") == .foreign)
    #expect(JournalFolding.fold([.deleted(Self.vip)], into: Self.state(), store: "shop") == .foreign)
  }

  // MARK: the state has moved on

  private static let additions: [JournalEntry] = [
    .segment(beta, name: "Beta", mode: .additive, isNew: false), .added(beta, .numbered([7])),
  ]

  @Test func `members added to a segment that no one changed since are recorded, whatever the serial`() throws {
    let state = Self.state(serial: 9, history: Self.changed(Self.vip, "VIP", at: 9, removing: true))
    #expect(try Self.records(Self.additions, state) == [Self.record(Self.beta, "Beta", .additive, [7])])
  }

  @Test func `members added to a segment that later applies only added to are unconfirmed`() throws {
    let state = Self.state(
      [Self.record(Self.beta, "Beta", .additive, [1])],
      serial: 9,
      history: Self.changed(Self.beta, "Beta", at: 9)
    )
    let record = try #require(try Self.records(Self.additions, state).first)
    #expect(record.members == .numbered([1]))
    #expect(record.unconfirmed == .numbered([7]))
  }

  @Test func `the journal claims nothing in a segment from which a later apply removed members`() throws {
    let record = Self.record(Self.beta, "Beta", .additive, [1])
    let state = Self.state([record], serial: 9, history: Self.changed(Self.beta, "Beta", at: 9, removing: true))
    #expect(try Self.records(Self.additions, state) == [record])
  }

  @Test func `members that a later apply restored stay recorded`() throws {
    let record = Self.record(Self.vip, "VIP", .authoritative, [1, 2])
    let state = Self.state([record], serial: 9, history: Self.changed(Self.vip, "VIP", at: 9))
    let entries: [JournalEntry] = [
      .segment(Self.vip, name: "VIP", mode: .authoritative, isNew: false), .removed(Self.vip, .numbered([1])),
    ]
    #expect(try Self.records(entries, state) == [record])
  }

  @Test func `a segment of the same name that was recorded since stays`() throws {
    let record = Self.record(Self.vip, "VIP", .authoritative, [1])
    let state = Self.state([record], serial: 9, history: Self.changed(Self.vip, "VIP", at: 9))
    #expect(try Self.records([.segment(Self.beta, name: "VIP", mode: .authoritative, isNew: true)], state) == [record])
  }

  @Test func `the journal claims nothing if the history of the state is unknown`() throws {
    let state = Self.state(serial: 9, history: .unknown(before: 9))
    #expect(try Self.records(Self.additions, state).isEmpty)
  }

  @Test func `the journal of a first run belongs to the state that another run began`() throws {
    let first = JournalHeader(run: "run-1", who: "", startedAt: "", store: "shop", lineage: "mine", serial: 0)
    let result = JournalFolding.fold([.began(first)] + Self.additions, into: Self.state(serial: 1, runs: ["x"]), store: "shop")
    let folded = JournalFolding.Folded(
      records: [Self.record(Self.beta, "Beta", .additive, [7])],
      touched: [SegmentTouch(segment: Self.beta, name: "Beta", isComplete: false, removesMembers: false)],
      changes: 1,
      superseded: []
    )
    #expect(result == .folded(folded, first))
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `a whole journal gives the same state as its changes one by one`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var members = Set(MemberSet.random(count: 30, highest: 60, using: &random))
    let state = Self.state([RecordedSegment(id: Self.vip, name: "VIP", mode: .additive, members: MemberSet(members))])
    // Adds and removes of one run never name the same member.
    let adds = MemberSet.numbered((1...30).filter { $0.isMultiple(of: 2) })
    let removes = MemberSet.numbered((1...30).filter { !$0.isMultiple(of: 2) })
    var entries: [JournalEntry] = [.segment(Self.vip, name: "VIP", mode: .additive, isNew: false)]
    for _ in 0..<Int.random(in: 0...10, using: &random) {
      let some = MemberSet.random(count: 5, highest: 30, using: &random)
      if Bool.random(using: &random) {
        entries.append(.added(Self.vip, some.intersection(adds)))
        members.formUnion(some.intersection(adds))
      } else {
        entries.append(.removed(Self.vip, some.intersection(removes)))
        members.subtract(some.intersection(removes))
      }
    }
    #expect(try Self.records(entries, state).first?.members == MemberSet(members), "\(random)")
  }
}
