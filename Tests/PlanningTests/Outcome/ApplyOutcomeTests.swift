import Diagnostics
import Planning
import SegmentModel
import TestSupport
import Testing

@Suite("Outcome of an apply")
struct ApplyOutcomeTests {
  private static func segment(_ name: String, _ change: (inout SegmentOutcome) -> Void = { _ in }) throws -> SegmentOutcome {
    var outcome = SegmentOutcome(name: try SegmentName(name), id: .numbered(1))
    change(&outcome)
    return outcome
  }

  @Test func `It is complete when nothing failed and nothing differs`() throws {
    let fine = try Self.segment("A") { $0.verification = .matches }
    let unlooked = try Self.segment("B")
    #expect(ApplyOutcome(segments: []).isComplete)
    #expect(ApplyOutcome(segments: [fine, unlooked]).isComplete)
    let failed = try Self.segment("C") {
      $0.failures = [ApplyFailure(problem: Diagnostic(.error, code: "c", summary: "s"), members: .empty)]
    }
    #expect(!ApplyOutcome(segments: [fine, failed]).isComplete)
    let differing = try Self.segment("D") { $0.verification = .differs(missing: .numbered([1]), lingering: .empty) }
    #expect(!ApplyOutcome(segments: [fine, differing]).isComplete)
  }

  @Test func `Segments come by name, members are summed up`() throws {
    let outcome = ApplyOutcome(segments: [
      try Self.segment("B") { $0.added = .numbered(1...3) },
      try Self.segment("A") {
        $0.added = .numbered(1...2)
        $0.removed = .numbered(5...9)
      },
    ])
    #expect(outcome.segments.map(\.name.text) == ["A", "B"])
    #expect(outcome.membersAdded == 5)
    #expect(outcome.membersRemoved == 5)
  }

  @Test func `A later round adds to what was done, and settles what was unconfirmed`() throws {
    let first = ApplyOutcome(segments: [
      try Self.segment("A") {
        $0.added = .numbered(1...2)
        $0.unconfirmed = .numbered(3...4)
      },
      try Self.segment("B") { $0.removed = .numbered(1...2) },
    ])
    let again = ApplyOutcome(segments: [
      try Self.segment("A") {
        $0.added = .numbered([3])
        $0.removed = .numbered([9])
        $0.unconfirmed = .numbered([5])
        $0.failures = [ApplyFailure(problem: Diagnostic(.error, code: "c", summary: "s"), members: .numbered([5]))]
      },
      try Self.segment("C") { $0.added = .numbered([1]) },
    ])
    let both = first.followed(by: again)
    #expect(both.segments.map(\.name.text) == ["A", "B"])
    #expect(both.segments.map(\.added) == [.numbered(1...3), .empty])
    #expect(both.segments.map(\.removed) == [.numbered([9]), .numbered(1...2)])
    #expect(both.segments.map(\.unconfirmed) == [.numbered(4...5), .empty])
    #expect(both.segments.map(\.failures.count) == [1, 0])
  }
}
