import SegmentModel
import TestSupport
import Testing

@testable import Planning

struct DriftDetectionTests {
  private static func header(hasState: Bool = true) -> DriftReport.Header {
    DriftReport.Header(
      toolVersion: "1.2.3",
      checkedAt: "2026-04-01T08:00:00Z",
      store: "abc123",
      state: hasState ? StateReference(lineage: "l", serial: 4) : nil
    )
  }

  /// A look at segments whose live members are these, by the segment's number.
  private static func report(
    _ desired: [DesiredSegment],
    recorded: [RecordedSegment]? = [],
    live: [LiveSegment],
    members: [Int: [Int]] = [:]
  ) throws -> DriftReport {
    let subjects = DriftSubjects(desired: desired, recorded: recorded ?? [], live: live)
    return try DriftDetection.report(
      subjects,
      memberships: Dictionary(uniqueKeysWithValues: members.map { (SegmentID.numbered($0.key), MemberSet.numbered($0.value)) }),
      header: header(hasState: recorded != nil)
    )
  }

  @Test func `a store that matches the record has no drift, whatever is declared and not applied`() throws {
    let report = try Self.report(
      [try Sample.desired("A", 1...5), try Sample.desired("New", [1])],
      recorded: [Sample.recorded(1, "A", 3...8)],
      live: [Sample.live(1, "A"), Sample.live(9, "Other")],
      members: [1: Array(3...8)]
    )
    #expect(!report.hasDrift)
    #expect(report.canTell)
    #expect(report.segments.map(\.status) == [.present, .pending])
    #expect(report.segments[0].unappliedAdditions == 2)
    #expect(report.segments[0].unappliedRemovals == 3)
    #expect(report.unmanaged == ["Other"])
  }

  @Test func `a change that was never confirmed is not drift, whether it was made or not`() throws {
    let record = RecordedSegment(
      id: .numbered(1),
      name: "A",
      mode: .authoritative,
      members: .numbered(1...4),
      unconfirmed: .numbered(4...6)
    )
    // 4 and 6 are not members, 5 is.
    let report = try Self.report(
      [try Sample.desired("A", 1...6)],
      recorded: [record],
      live: [Sample.live(1, "A")],
      members: [1: [1, 2, 3, 5]]
    )
    #expect(!report.hasDrift)
    #expect(report.unappliedMembers == 2)
  }

  @Test func `changed members are grouped by what the manifests say about them`() throws {
    let report = try Self.report(
      [try Sample.desired("A", [1, 2, 4, 9])],
      recorded: [Sample.recorded(1, "A", [1, 2, 3])],
      live: [Sample.live(1, "A")],
      // 2 and 3 went; 4 came and is declared, 5 came and is not.
      members: [1: [1, 4, 5]]
    )
    let segment = try #require(report.drifted.first)
    #expect(segment.added == DriftedMembers(contradicting: .numbered([5]), agreeing: .numbered([4])))
    #expect(segment.removed == DriftedMembers(contradicting: .numbered([2]), agreeing: .numbered([3])))
    // 2 is drift, 9 is new in the manifest.
    #expect(segment.unappliedAdditions == 1)
    #expect(segment.unappliedRemovals == 0)
  }

  @Test func `all drift of a segment that nothing declares any more is undeclared`() throws {
    let report = try Self.report(
      [],
      recorded: [Sample.recorded(1, "A", [1, 2])],
      live: [Sample.live(1, "A")],
      members: [1: [2, 3]]
    )
    let segment = try #require(report.drifted.first)
    #expect(segment.added == DriftedMembers(undeclared: .numbered([3])))
    #expect(segment.removed == DriftedMembers(undeclared: .numbered([1])))
    #expect(segment.declaration == .none)
    #expect(segment.desiredCount == nil)
  }

  @Test func `members that others add to an additive segment are not drift`() throws {
    let report = try Self.report(
      [try Sample.desired("A", [1, 2], mode: .additive)],
      recorded: [Sample.recorded(1, "A", [1, 2], mode: .additive)],
      live: [Sample.live(1, "A")],
      members: [1: [1, 2, 7, 8]]
    )
    #expect(!report.hasDrift)
    #expect(report.segments[0].strangers == 2)
    // Declared members that were there before the first apply belong to others, for ever.
    let earlier = try Self.report(
      [try Sample.desired("A", [1, 2, 7], mode: .additive)],
      recorded: [Sample.recorded(1, "A", [1, 2], mode: .additive)],
      live: [Sample.live(1, "A")],
      members: [1: [1, 2, 7, 8]]
    )
    #expect(!earlier.hasDrift)
    #expect(earlier.segments[0].strangers == 1)
    let lost = try Self.report(
      [try Sample.desired("A", [1, 2], mode: .additive)],
      recorded: [Sample.recorded(1, "A", [1, 2], mode: .additive)],
      live: [Sample.live(1, "A")],
      members: [1: [1, 7]]
    )
    #expect(lost.drifted.first?.removed == DriftedMembers(contradicting: .numbered([2])))
  }

  @Test func `segments that were renamed, deleted, or appeared are drift`() throws {
    let report = try Self.report(
      [try Sample.desired("A", [1]), try Sample.desired("B", id: 2), try Sample.desired("C", [5])],
      recorded: [Sample.recorded(1, "A", [1]), Sample.recorded(2, "B", [2])],
      live: [Sample.live(1, "Meddled"), Sample.live(3, "C")],
      members: [1: [1], 3: [6]]
    )
    #expect(report.segments.map(\.status) == [.present, .deleted, .appeared])
    #expect(report.segments[0].renamedTo == "Meddled")
    #expect(report.segments[1].removed == .none)
    #expect(report.drifted.count == 3)
    #expect(report.unmanaged.isEmpty)
  }

  @Test func `a segment that was deleted and created again counts as deleted`() throws {
    let report = try Self.report(
      [try Sample.desired("A", [1])],
      recorded: [Sample.recorded(1, "A", [1])],
      live: [Sample.live(7, "A")],
      members: [:]
    )
    #expect(report.segments.map(\.status) == [.deleted])
  }

  @Test func `without a state, the report compares live with desired members and says so`() throws {
    let report = try Self.report(
      [try Sample.desired("A", [1, 2]), try Sample.desired("B", [1], mode: .additive), try Sample.desired("C", [9])],
      recorded: nil,
      live: [Sample.live(1, "A"), Sample.live(2, "B")],
      members: [1: [2, 3], 2: [1, 5]]
    )
    #expect(!report.canTell)
    #expect(report.drifted.map(\.name) == ["A", "C"])
    #expect(report.segments[0].added == DriftedMembers(contradicting: .numbered([3])))
    #expect(report.segments[0].removed == DriftedMembers(contradicting: .numbered([1])))
    #expect(report.segments[1].strangers == 1)
    #expect(report.segments[2].status == .pending)
  }

  @Test func `a segment that was not listed is an error, not an empty segment`() throws {
    #expect(throws: UnlistedSegmentError.self) {
      try Self.report([try Sample.desired("A", [1])], recorded: [Sample.recorded(1, "A", [1])], live: [Sample.live(1, "A")])
    }
  }

  @Test(arguments: SeededRandom.seeds(40))
  func `drift and unapplied changes together are what a plan changes`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let desired = MemberSet.random(count: 30, highest: 60, using: &random)
    let recorded = MemberSet.random(count: 30, highest: 60, using: &random)
    let live = MemberSet.random(count: 30, highest: 60, using: &random)
    let subjects = DriftSubjects(
      desired: [DesiredSegment(name: try SegmentName("A"), members: desired)],
      recorded: [RecordedSegment(id: .numbered(1), name: "A", mode: .authoritative, members: recorded)],
      live: [Sample.live(1, "A")]
    )
    let report = try DriftDetection.report(subjects, memberships: [.numbered(1): live], header: Self.header())
    let segment = try #require(report.segments.first)
    let (add, remove) = desired.difference(from: live)
    #expect(segment.removed.contradicting.count + segment.unappliedAdditions == add.count, "\(random)")
    #expect(segment.added.contradicting.count + segment.unappliedRemovals == remove.count, "\(random)")
    #expect(segment.hasDrift == (live != recorded), "\(random)")
  }

  @Test func `segments to create, to update and to delete are unapplied, and what others changed is not`() throws {
    var renamed = try Sample.desired("New name", [1])
    renamed.pinnedID = .numbered(2)
    var described = try Sample.desired("Described", [1])
    described.description = "new"
    var gone = try Sample.desired("Gone", [])
    gone.presence = .absent
    var fresh = try Sample.desired("Fresh", 1...3)
    fresh.withoutProfile = [try #require(CustomerID(7))]
    let report = try Self.report(
      [renamed, described, gone, fresh, try Sample.desired("Theirs", [1]), try Sample.desired("Deleted", [1])],
      recorded: [
        Sample.recorded(2, "Old name", [1]), Sample.recorded(3, "Described", [1]), Sample.recorded(4, "Gone", [1]),
        Sample.recorded(5, "Theirs", [1]), Sample.recorded(6, "Deleted", [1]),
      ],
      live: [
        Sample.live(2, "Old name"), Sample.live(3, "Described"), Sample.live(4, "Gone"), Sample.live(5, "Renamed by others"),
      ],
      members: [2: [1], 3: [1], 4: [1], 5: [1]]
    )
    let changes = Dictionary(uniqueKeysWithValues: report.unapplied.map { ($0.name, $0.unappliedChange) })
    #expect(changes == ["New name": .update, "Described": .update, "Gone": .delete, "Fresh": .create])
    #expect(report.segments.first { $0.name == "Fresh" }?.unappliedAdditions == 4)
    #expect(report.drifted.map(\.name) == ["Deleted", "Theirs"])
  }

  // MARK: news

  private static func reports() throws -> (none: DriftReport, some: DriftReport, other: DriftReport) {
    func report(_ members: [Int]) throws -> DriftReport {
      try Self.report(
        [try Sample.desired("A", 1...3)],
        recorded: [Sample.recorded(1, "A", 1...3)],
        live: [Sample.live(1, "A")],
        members: [1: members]
      )
    }
    return (try report([1, 2, 3]), try report([1, 2, 3, 4]), try report([1, 2, 3, 5]))
  }

  @Test func `drift is news when it appears, changes and ends, and not in between`() throws {
    let (none, some, other) = try Self.reports()
    var news = DriftNews()
    let said = [none, some, some, other, none, none].map { news.messages(after: $0) }
    #expect(said == [[], [.drift], [], [.drift], [.driftEnded], []])
  }

  @Test func `failed checks are news at the third in a row, and so is the first that works again`() throws {
    let (none, some, _) = try Self.reports()
    var news = DriftNews()
    let checks: [DriftReport?] = [nil, nil, none, nil, nil, nil, nil, some, nil, some]
    let said = checks.map { news.messages(after: $0) }
    #expect(said == [[], [], [], [], [], [.checksFailing], [], [.checksRecovered, .drift], [], []])
  }
}
