import Planning
import Reporting
import TestSupport
import Testing

struct SARIFReportTests {
  @Test func `problems are results with places`() throws {
    let problems = try ReviewExample.everything().problems + ReviewExample.failed().problems
    try GoldenFile.expect(SARIFReport.text(problems, toolVersion: "1.2.3"), is: "everything.json")
  }

  @Test func `a clean run is a log without results`() throws {
    try GoldenFile.expect(SARIFReport.text([], toolVersion: "1.2.3"), is: "clean.json")
  }
}
