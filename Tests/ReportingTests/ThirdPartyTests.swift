import FoundationEssentials
import Planning
import Reporting
import TestSupport
import Testing

/// Reports as programs read them that know nothing of this one.
struct ThirdPartyTests {
  /// What a script prints of a text, which it finds in the file that it is given.
  private static func read(_ text: String, with script: String) async throws -> String {
    try await withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/report"))
      let outcome = try await Python.run(["-c", script, "\(folder)/report"])
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      return outcome.output
    }
  }

  @Test func `Prometheus' own parser reads the metrics`() async throws {
    var status = DriftMetrics.Status(store: "abc123", version: "1.2.3")
    status.report = try DriftReportTests.everything()
    status.lastCheck = 1
    status.duration = 1
    status.succeeded = true
    let read = try await Self.read(
      DriftMetrics.text(status),
      with: """
        import sys
        from prometheus_client.parser import text_string_to_metric_families as families
        for family in families(open(sys.argv[1]).read()):
            assert family.type == "gauge" and family.documentation
            for sample in family.samples:
                if sample.labels.get("segment", "").startswith("VIP"):
                    print(family.name, sample.labels["segment"], int(sample.value))
        """
    )
    #expect(read.contains("segplan_segment_members_drifted_added VIP \"gold\" | <b> 42\n"), "\(read)")
  }

  @Test func `a JUnit reader finds the failure`() async throws {
    let read = try await Self.read(
      JUnitReport.text(try ReviewExample.everything()),
      with: """
        import sys
        from junitparser import JUnitXml
        report = JUnitXml.fromfile(sys.argv[1])
        print(report.tests, report.failures)
        for suite in report:
            for case in suite:
                for result in case.result:
                    print(case.name, "|", result.type)
        """
    )
    #expect(read == "7 1\nVIP | @team | max-removals\n")
  }

  @Test func `a model made from the official SARIF schema accepts the log`() async throws {
    let problems = try ReviewExample.everything().problems + ReviewExample.failed().problems
    let read = try await Self.read(
      SARIFReport.text(problems, category: "segplan/abc123", toolVersion: "1.2.3"),
      with: """
        import json, sys
        from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log
        log = Log.model_validate(json.load(open(sys.argv[1])))
        print(len(log.runs[0].results))
        """
    )
    #expect(read == "4\n", "the problem without a place is no result")
  }

  @Test func `the code quality report has the form that GitLab documents`() async throws {
    let problems = try ReviewExample.everything().problems + ReviewExample.failed().problems
    let read = try await Self.read(
      CodeQualityReport.text(problems),
      with: """
        import json, sys, jsonschema
        lines = {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
        finding = {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {"path": {"type": "string", "pattern": "^([.]$|[^./])"}, "lines": lines},
                },
            },
        }
        findings = json.load(open(sys.argv[1]))
        jsonschema.validate(findings, {"type": "array", "items": finding})
        print(len(findings), len({finding["fingerprint"] for finding in findings}))
        """
    )
    let counts = read.split(whereSeparator: { " \n".contains($0) })
    #expect(counts.count == 2 && counts[0] == counts[1] && counts[0] != "0", "\(read)")
  }

  @Test func `drift, messages and events match their schemas`() async throws {
    let reports = [try DriftReportTests.everything(), try DriftReportTests.everything(hasState: false)]
    let drift = reports.map { Array(DriftJSON.text($0).utf8) }
    #expect(try await SchemaCheck.problems(of: drift, schema: "drift.schema.json").isEmpty)
    let redaction = MemberRedaction()
    let redacted = drift.map(redaction.bytes)
    #expect(try await SchemaCheck.problems(of: redacted, schema: "drift.schema.json").isEmpty)
    let applied = try ApplyReportTests.everything()
    let messages =
      reports.map { Array(ChatMessage($0).generic().utf8) } + [Array(ChatMessage(applied).generic().utf8)]
    #expect(
      try await SchemaCheck.problems(of: [Array(ApplyJSON.text(applied).utf8)], schema: "apply-report.schema.json").isEmpty
    )
    #expect(try await SchemaCheck.problems(of: messages, schema: "notification.schema.json").isEmpty)
    // Else nothing was looked at.
    let wrong = Array(String(decoding: drift[0], as: UTF8.self).replacing("\"can_tell\"", with: "\"can_see\"").utf8)
    #expect(try await SchemaCheck.problems(of: [wrong], schema: "drift.schema.json").count == 2)
  }
}
