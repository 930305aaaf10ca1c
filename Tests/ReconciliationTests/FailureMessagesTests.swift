import Diagnostics
import Planning
import SegmentModel
import TestSupport
import Testing

@testable import Reconciliation
@testable import StoreClient

/// How failed batches are told.
struct FailureMessagesTests {
  private static func error(_ kind: StoreError.Kind) -> StoreError { StoreError(StoreCall(.findSegment(.numbered(1))), kind) }

  private static func failures(
    _ failures: [(BatchResolution.Direction, [Int], BatchResolution.Reason, mayBeDone: Bool)]
  ) throws -> [ApplyFailure] {
    BatchFailure.applyFailures(
      failures.map { direction, members, reason, mayBeDone in
        BatchFailure(
          direction: direction,
          failure: BatchResolution.Failure(members: .numbered(members), reason: reason, mayBeDone: mayBeDone)
        )
      },
      segment: try SegmentName("A"),
      notes: ChangeNotes(add: .empty, remove: .empty),
      places: { _, _ in [:] }
    )
  }

  @Test func `refused members have one message each, sorted, and the others share one message per cause`() throws {
    let refusal = BatchResolution.Reason.refused(Self.error(.notFound))
    let told = try Self.failures([
      (.add, [5], refusal, false), (.add, [1, 2], .notSent, false), (.add, [4], refusal, false), (.add, [3], .notSent, false),
      (.remove, [6], .notSent, false), (.add, [7], .interrupted, true), (.add, [8], .notSent, true),
    ])
    #expect(told.map(\.members) == [[4], [5], [1, 2, 3], [6], [7], [8]].map { .numbered($0) })
    #expect(told.map(\.problem).codes == ["member-refused", "member-refused", "not-sent", "not-sent", "interrupted", "not-sent"])
    #expect(told[2].problem.summary == "3 members were not added to segment \"A\": the run stopped before they were sent")
    #expect(told[3].problem.summary.hasPrefix("1 member was not removed from segment \"A\": "))
    #expect(told[4].problem.summary.hasPrefix("1 member may not have been added to segment \"A\": "))
  }

  @Test func `every cause has its own text`() throws {
    let reasons: [BatchResolution.Reason] = [
      .refused(Self.error(.notFound)), .dropped, .unexplainedConflict, .segmentGone, .undone(Self.error(.unavailable)),
      .interrupted, .notSent,
    ]
    let told = try reasons.flatMap { try Self.failures([(.add, [1], $0, false)]) }.map(\.problem)
    #expect(told.count == reasons.count && Set(told.map(\.code)).count == reasons.count)
    #expect(Set(told.map(\.summary)).count == reasons.count && told.allSatisfy { $0.detail != nil })
  }
}
