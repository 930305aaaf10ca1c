import Diagnostics
import FoundationEssentials
import Planning
import Reporting
import TestSupport
import Testing

struct GitLabReportTests {
  @Test func `the widget shows three counts`() throws {
    let plan = try #require(try ReviewExample.everything().plan)
    try GoldenFile.expect(GitLabPlanReport.text(plan), is: "terraform.json")
  }

  @Test func `problems are findings at their places`() throws {
    let review = try ReviewExample.everything()
    try GoldenFile.expect(CodeQualityReport.text(review.problems + ReviewExample.failed().problems), is: "codequality.json")
    #expect(CodeQualityReport.text([]) == "[\n\n]\n")
  }

  @Test func `two equal problems have two fingerprints, and both are the same in every run`() throws {
    struct Finding: Decodable {
      let fingerprint: String
    }
    let problem = Diagnostic(.error, code: "same", summary: "the same", range: ReviewExample.place(line: 1))
    let moved = Diagnostic(.error, code: "same", summary: "the same", range: ReviewExample.place(line: 5))
    func fingerprints(_ problems: [Diagnostic]) throws -> [String] {
      try JSONDecoder().decode([Finding].self, from: Data(CodeQualityReport.text(problems).utf8)).map(\.fingerprint)
    }
    let twice = try fingerprints([problem, problem])
    #expect(Set(twice).count == 2)
    #expect(twice.allSatisfy { $0.utf8.count == 16 })
    // A line that moves is still the same finding.
    #expect(try fingerprints([moved]) == [twice[0]])
  }
}
