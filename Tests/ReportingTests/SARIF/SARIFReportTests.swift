import Diagnostics
import FoundationEssentials
import Planning
import Reporting
import TestSupport
import Testing

struct SARIFReportTests {
  @Test func `problems are results with places`() throws {
    let problems = try ReviewExample.everything().problems + ReviewExample.failed().problems
    try GoldenFile.expect(SARIFReport.text(problems, category: "segplan/abc123", toolVersion: "1.2.3"), is: "everything.json")
  }

  @Test func `every result has a file, and a problem without a file is a notification of the run`() throws {
    let problems =
      [Diagnostic(.error, code: "store-unreachable", summary: "the store cannot be reached")]
      + (1...6_000).map { Diagnostic(.warning, code: "w", summary: "s", range: Sample.range($0, 1..<2, file: "./a.yaml")) }
    let text = SARIFReport.text(problems, category: "segplan/abc123", toolVersion: "1.2.3")
    let log = try JSONDecoder().decode(Log.self, from: Data(text.utf8))
    let run = try #require(log.runs.first)
    #expect(run.automationDetails.id == "segplan/abc123/")
    #expect(run.results.count == 5_000)
    #expect(run.results.allSatisfy { $0.locations.map(\.physicalLocation.artifactLocation.uri) == ["a.yaml"] })
    #expect(Set(run.results.map(\.partialFingerprints)).count == 5_000)
    #expect(run.invocations.map(\.executionSuccessful) == [false])
    #expect(
      run.invocations[0].toolExecutionNotifications.map(\.message.text) == [
        "the store cannot be reached", "1000 more results are not listed",
      ]
    )
  }

  private struct Log: Decodable {
    struct Run: Decodable {
      let automationDetails: AutomationDetails
      let invocations: [Invocation]
      let results: [Result]
    }
    struct AutomationDetails: Decodable { let id: String }
    struct Invocation: Decodable {
      let executionSuccessful: Bool
      let toolExecutionNotifications: [Notification]
    }
    struct Notification: Decodable { let message: Message }
    struct Message: Decodable { let text: String }
    struct Result: Decodable {
      let locations: [Location]
      let partialFingerprints: [String: String]
    }
    struct Location: Decodable { let physicalLocation: PhysicalLocation }
    struct PhysicalLocation: Decodable { let artifactLocation: ArtifactLocation }
    struct ArtifactLocation: Decodable { let uri: String }

    let runs: [Run]
  }

  @Test func `a clean run is a log without results`() throws {
    try GoldenFile.expect(SARIFReport.text([], category: "segplan/abc123", toolVersion: "1.2.3"), is: "clean.json")
  }
}
