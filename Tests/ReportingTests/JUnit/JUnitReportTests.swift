import Reporting
import TestSupport
import Testing

struct JUnitReportTests {
  @Test func `a segment that a guardrail stops is a failing test`() throws {
    try GoldenFile.expect(JUnitReport.text(ReviewExample.everything()), is: "everything.xml")
  }

  @Test func `a run that could not plan reports its problems`() throws {
    try GoldenFile.expect(JUnitReport.text(ReviewExample.failed()), is: "failed.xml")
  }
}
