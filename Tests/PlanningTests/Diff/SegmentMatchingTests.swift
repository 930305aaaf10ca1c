import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Matching of declarations and live segments")
struct SegmentMatchingTests {
  private static func matching(
    _ desired: [DesiredSegment],
    live: [LiveSegment] = [],
    recorded: [RecordedSegment] = []
  ) throws -> SegmentMatching {
    try SegmentMatching(desired: desired, live: live, recorded: recorded)
  }

  /// The codes of the problems that matching ends with; none if it does not.
  private static func problems(_ desired: [DesiredSegment], live: [LiveSegment], recorded: [RecordedSegment] = []) -> [String] {
    do {
      _ = try SegmentMatching(desired: desired, live: live, recorded: recorded)
      return []
    } catch {
      return error.diagnostics.map(\.code)
    }
  }

  @Test func `A segment is found by its name`() throws {
    let matching = try Self.matching([try Sample.desired("VIP")], live: [Sample.live(1, "Beta"), Sample.live(2, "VIP")])
    #expect(matching.matches.map(\.live) == [Sample.live(2, "VIP")])
    #expect(matching.unmanagedCount == 1)
    #expect(matching.matches.compactMap(\.live?.id) == [.numbered(2)])
  }

  @Test func `A pinned id is found whatever the name of the segment`() throws {
    let matching = try Self.matching(
      [try Sample.desired("VIP", id: 1)],
      live: [Sample.live(1, "Old name"), Sample.live(2, "Other")]
    )
    #expect(matching.matches.map(\.live) == [Sample.live(1, "Old name")])
  }

  @Test func `A segment that was renamed in the store is found by its record`() throws {
    let matching = try Self.matching(
      [try Sample.desired("VIP")],
      live: [Sample.live(1, "Vips")],
      recorded: [Sample.recorded(1, "VIP")]
    )
    #expect(matching.matches.map(\.live) == [Sample.live(1, "Vips")])
    #expect(matching.matches.map(\.vanished) == [false])
    #expect(matching.unmanagedCount == 0)
  }

  @Test func `A live segment with the name takes precedence over a record of the name`() throws {
    let matching = try Self.matching(
      [try Sample.desired("VIP")],
      live: [Sample.live(1, "Vips"), Sample.live(2, "VIP")],
      recorded: [Sample.recorded(1, "VIP")]
    )
    #expect(matching.matches.map(\.live) == [Sample.live(2, "VIP")])
    #expect(matching.matches.map(\.recorded) == [nil])
    #expect(matching.unmanagedCount == 1)
  }

  @Test func `A renamed segment that another declaration matches stays with that declaration`() throws {
    let matching = try Self.matching(
      [try Sample.desired("New"), try Sample.desired("Old")],
      live: [Sample.live(1, "New")],
      recorded: [Sample.recorded(1, "Old")]
    )
    #expect(matching.matches.map(\.live) == [Sample.live(1, "New"), nil])
  }

  @Test func `A segment to delete is never found by its record`() throws {
    let matching = try Self.matching(
      [try Sample.desired("VIP", presence: .absent)],
      live: [Sample.live(1, "Something dear")],
      recorded: [Sample.recorded(1, "VIP")]
    )
    #expect(matching.matches.map(\.live) == [nil])
    #expect(matching.unmanagedCount == 1)
  }

  @Test(arguments: [(live: [Int](), vanished: true), ([2], true), ([1], false)])
  func `A segment has vanished when the store does not have its recorded id`(live: [Int], vanished: Bool)
    throws
  {
    let matching = try Self.matching(
      [try Sample.desired("VIP")],
      live: live.map { Sample.live($0, "VIP") },
      recorded: [Sample.recorded(1, "VIP")]
    )
    #expect(matching.matches.map(\.vanished) == [vanished])
  }

  @Test func `Restricted to targets, the other declared segments stay managed`() throws {
    let matching = try Self.matching(
      [try Sample.desired("A"), try Sample.desired("B")],
      live: [Sample.live(1, "A"), Sample.live(2, "B"), Sample.live(3, "C")]
    ).restricted(to: [try SegmentName("B")])
    #expect(matching.matches.map(\.desired.name.text) == ["B"])
    #expect(matching.matches.compactMap(\.live?.id) == [.numbered(2)])
    #expect(matching.unmanagedCount == 1)
  }

  // MARK: problems

  @Test func `A pinned id that the store does not have is an error, not a reason to create`() throws {
    #expect(Self.problems([try Sample.desired("VIP", id: 9)], live: [Sample.live(1, "VIP")]).contains("unknown-segment-id"))
    #expect(Self.problems([try Sample.desired("VIP", id: 9)], live: []) == ["unknown-segment-id"])
  }

  @Test func `A missing pinned id is fine for a segment with ensure: absent`() throws {
    #expect(Self.problems([try Sample.desired("VIP", id: 9, presence: .absent)], live: []).isEmpty)
  }

  @Test func `A name that differs from a live one only in case is an error`() throws {
    #expect(Self.problems([try Sample.desired("vip")], live: [Sample.live(1, "VIP")]) == ["segment-name-taken"])
    let pinned = try Sample.desired("vip", id: 1)
    #expect(Self.problems([pinned], live: [Sample.live(1, "VIP")]).isEmpty, "pinned, it is a rename")
  }

  @Test func `A rename to a name that another segment has is an error`() throws {
    let live = [Sample.live(1, "Old"), Sample.live(2, "VIP")]
    #expect(Self.problems([try Sample.desired("VIP", id: 1)], live: live) == ["segment-name-taken"])
    #expect(Self.problems([try Sample.desired("vip", id: 1)], live: live) == ["segment-name-taken"])
  }

  @Test func `Two declarations that refer to one live segment are an error`() throws {
    let live = [Sample.live(1, "Old")]
    #expect(
      Self.problems([try Sample.desired("New", id: 1), try Sample.desired("Old")], live: live) == ["segment-declared-twice"]
    )
    let bothPinned = [try Sample.desired("A", id: 1), try Sample.desired("B", id: 1)]
    #expect(Self.problems(bothPinned, live: live) == ["segment-declared-twice"])
  }

  @Test func `A pinned segment with another name is not deleted: name and id must match`() throws {
    let declaration = try Sample.desired("Summer 2024", id: 1, presence: .absent)
    #expect(Self.problems([declaration], live: [Sample.live(1, "Winter 2025")]) == ["renamed-segment-to-delete"])
    #expect(Self.problems([declaration], live: [Sample.live(1, "Summer 2024")]).isEmpty)
  }

  @Test(arguments: [SegmentPresence.present, .absent])
  func `A name that several live segments have is an error that shows their ids`(presence: SegmentPresence) throws {
    let live = [Sample.live(2, "VIP"), Sample.live(1, "VIP")]
    let declaration = try Sample.desired("VIP", presence: presence)
    let error = try #require(throws: DiagnosticsError.self) {
      try SegmentMatching(desired: [declaration], live: live, recorded: [])
    }
    #expect(error.diagnostics.map(\.code) == ["segment-name-ambiguous"])
    #expect(
      error.diagnostics.first?.summary
        == "the store has 2 segments named \"VIP\" (\(SegmentID.numbered(1)), \(SegmentID.numbered(2)))"
    )
    #expect(Self.problems([try Sample.desired("VIP", id: 2, presence: presence)], live: live).isEmpty)
  }

  @Test func `All problems are reported at once, each at its declaration`() throws {
    func place(_ line: Int) -> SourceRange {
      SourceRange(
        file: "shop.yaml",
        start: SourcePosition(line: line, column: 5),
        end: SourcePosition(line: line, column: 9)
      )
    }
    let desired = [
      DesiredSegment(name: try SegmentName("a"), pinnedID: .numbered(99), declaredAt: place(9)),
      DesiredSegment(name: try SegmentName("b"), declaredAt: place(3)),
      DesiredSegment(name: try SegmentName("c"), pinnedID: .numbered(2), presence: .absent, declaredAt: place(6)),
    ]
    let live = [Sample.live(1, "B"), Sample.live(2, "d")]
    let error = try #require(throws: DiagnosticsError.self) {
      try SegmentMatching(desired: desired, live: live, recorded: [])
    }
    #expect(error.diagnostics.map(\.code) == ["segment-name-taken", "renamed-segment-to-delete", "unknown-segment-id"])
    #expect(error.diagnostics.map(\.range) == [place(3), place(6), place(9)])
    #expect(error.diagnostics.allSatisfy { $0.severity == .error && $0.detail != nil })
    #expect(error.diagnostics[0].summary.contains("\"B\"") && error.diagnostics[0].detail?.contains("\"b\"") == true)
    #expect(error.diagnostics[1].summary.contains("\"c\"") && error.diagnostics[1].summary.contains("\"d\""))
    #expect(error.diagnostics[2].summary.contains("\"a\"") && error.diagnostics[2].summary.contains("\(SegmentID.numbered(99))"))
  }
}
