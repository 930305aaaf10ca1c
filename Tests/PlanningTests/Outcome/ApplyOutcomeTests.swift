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

  @Test func `An outcome is complete if nothing failed, even if lists do not show a change yet`() throws {
    let fine = try Self.segment("A") { $0.verification = .matches }
    let unlooked = try Self.segment("B")
    #expect(ApplyOutcome(segments: []).isComplete)
    #expect(ApplyOutcome(segments: [fine, unlooked]).isComplete)
    let failed = try Self.segment("C") {
      $0.failures = [ApplyFailure(problem: Diagnostic(.error, code: "c", summary: "s"), members: .empty)]
    }
    #expect(!ApplyOutcome(segments: [fine, failed]).isComplete)
    let differing = try Self.segment("D") { $0.verification = .differs(missing: .numbered([1]), lingering: .empty) }
    #expect(ApplyOutcome(segments: [fine, differing]).isComplete)
  }

  @Test func `Segments are sorted by name, and their members are counted`() throws {
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

  @Test func `A change is unconfirmed if it was never acknowledged, or acknowledged and not listed`() throws {
    var outcome = try Self.segment("A") {
      $0.added = .numbered(1...3)
      $0.removed = .numbered(11...12)
      $0.unconfirmed = .numbered([20])
    }
    #expect(outcome.allUnconfirmed == .numbered([20]))
    outcome.verification = .differs(missing: .numbered([3]), lingering: .numbered([11]))
    #expect(outcome.allUnconfirmed == .numbered([3, 11, 20]))
    outcome.verification = .missed
    #expect(outcome.allUnconfirmed == .numbered([1, 2, 3, 11, 12, 20]))
  }

  @Test func `A segment is settled if every change was made and is listed`() throws {
    var outcome = try Self.segment("A")
    #expect(outcome.isSettled)
    outcome.added = .numbered(1...3)
    let open: [Verification] = [.notDone, .missed, .differs(missing: .numbered([3]), lingering: .empty)]
    for verification in open {
      outcome.verification = verification
      #expect(!outcome.isSettled, "\(verification)")
    }
    outcome.verification = .matches
    #expect(outcome.isSettled)
    outcome.unconfirmed = .numbered([4])
    #expect(!outcome.isSettled)
  }
}
