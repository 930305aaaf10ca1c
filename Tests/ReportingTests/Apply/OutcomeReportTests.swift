import Diagnostics
import Planning
import SegmentModel
import TestSupport
import Testing

@testable import Reporting

@Suite("Outcome report")
struct OutcomeReportTests {
  private static func segment(_ name: String, _ change: (inout SegmentOutcome) -> Void) throws -> SegmentOutcome {
    var outcome = SegmentOutcome(name: try SegmentName(name), id: .numbered(1))
    change(&outcome)
    return outcome
  }

  private static func failure(_ summary: String, members: some Sequence<Int> = 0..<0) -> ApplyFailure {
    ApplyFailure(problem: Diagnostic(.error, code: "f", summary: summary), members: .numbered(members))
  }

  @Test func `An apply that did everything is complete, and counts each segment once`() throws {
    let outcome = ApplyOutcome(segments: [
      try Self.segment("Created") {
        $0.created = true
        $0.added = .numbered(1...1330)
      },
      try Self.segment("Updated") {
        $0.updated = true
        $0.added = .numbered(1...10)
      },
      try Self.segment("Filled") { $0.removed = .numbered(1...12) },
    ])
    #expect(
      OutcomeReport.summary(of: outcome) == "Apply complete: 1 segment created, 2 updated; 1,340 members added, 12 removed."
    )
    #expect(OutcomeReport.problems(of: outcome).isEmpty)
    #expect(OutcomeReport.undoneMembers(of: outcome) == 0)
  }

  @Test func `The summary names deletions only if there are some`() throws {
    let outcome = ApplyOutcome(segments: [try Self.segment("Gone") { $0.deleted = true }])
    #expect(
      OutcomeReport.summary(of: outcome)
        == "Apply complete: 0 segments created, 0 updated, 1 deleted; 0 members added, 0 removed."
    )
  }

  @Test func `A failure makes the apply incomplete, and is reported for its segment`() throws {
    let outcome = ApplyOutcome(segments: [
      try Self.segment("B") {
        $0.added = .numbered([1])
        $0.failures = [Self.failure("b1", members: 2...50), Self.failure("b2", members: [51])]
      },
      try Self.segment("A") { $0.failures = [Self.failure("a")] },
    ])
    let summary = "Apply incomplete: 0 segments created, 1 updated; 1 member added, 0 removed; 50 members left to do."
    #expect(OutcomeReport.summary(of: outcome) == summary)
    #expect(OutcomeReport.problems(of: outcome).map(\.summary) == ["a", "b1", "b2"])
    #expect(OutcomeReport.undoneMembers(of: outcome) == 50)
  }

  @Test(arguments: [
    (missing: 1, lingering: 0, "1 added member not listed yet") as (Int, Int, String),
    (1200, 0, "1,200 added members not listed yet"),
    (0, 1, "1 removed member still listed"),
    (2, 3, "2 added members not listed yet, 3 removed members still listed"),
  ])
  func `A change that the store does not show yet is a warning`(missing: Int, lingering: Int, words: String) throws {
    let outcome = ApplyOutcome(segments: [
      try Self.segment("VIP") {
        $0.verification = .differs(
          missing: .numbered(1..<(missing + 1)),
          lingering: .numbered(5000..<(lingering + 5000))
        )
      }
    ])
    #expect(OutcomeReport.summary(of: outcome).hasPrefix("Apply complete"))
    let problem = try #require(OutcomeReport.problems(of: outcome).first)
    #expect(problem.severity == .warning)
    #expect(problem.code == "not-confirmed")
    #expect(problem.summary.hasSuffix(": \(words)"), "\(problem.summary)")
  }
}
