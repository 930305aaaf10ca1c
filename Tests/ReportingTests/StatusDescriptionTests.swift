import Planning
import SegmentModel
import TestSupport
import Testing

@testable import Reporting

struct StatusDescriptionTests {
  /// The text after the plan id, which must be complete.
  private func effect(_ review: Review) throws -> Substring {
    let text = StatusDescription.text(review)
    let id = try #require(review.planID).description
    #expect(text.hasPrefix("\(id): "))
    #expect(text.count <= 140)
    return text.dropFirst(id.count + 2)
  }

  @Test func `a status has the whole plan id and the counts`() throws {
    let plan = Sample.plan([
      try Sample.planned("A", .create(description: ""), add: 1...3),
      try Sample.planned("B", .keep(.numbered(2)), remove: 1...2, live: 1...9),
    ])
    let counts = try effect(Review(plan: plan, findings: []))
    #expect(counts == "segments +1 ~1 -0, members +3 -2")
    #expect(try effect(Review(plan: Sample.plan([]), findings: [])) == "no changes")
  }

  @Test func `a status says that a guardrail stops the plan, or that nothing was planned`() throws {
    let stopped = try effect(ReviewExample.everything())
    #expect(stopped == "stopped by a guardrail (segments +1 ~2 -1, members +6 -1070)")
    #expect(StatusDescription.text(ReviewExample.failed()) == "nothing was planned: 2 problems")
  }
}
