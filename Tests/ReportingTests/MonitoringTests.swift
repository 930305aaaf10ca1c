import FoundationEssentials
import Planning
import TestSupport
import Testing

@testable import Reporting

/// The alerts and the dashboard of examples/monitoring.
struct MonitoringTests {
  private static let folder = RepositoryRoot.path + "/examples/monitoring"

  @Test func `Prometheus' own tool accepts the alerts and passes their tests`() async throws {
    for arguments in [["check", "rules", "alerts.yaml"], ["test", "rules", "alerts.test.yaml"]] {
      let outcome = try await ChildProcess.run("promtool", arguments.map { $0.hasSuffix(".yaml") ? "\(Self.folder)/\($0)" : $0 })
      #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }
  }

  @Test(arguments: ["alerts.yaml", "alerts.test.yaml", "dashboard.json"])
  func `every metric that the examples name exists`(file: String) throws {
    var status = DriftMetrics.Status(store: "shop", version: "1")
    status.report = try DriftReportTests.everything()
    (status.lastCheck, status.duration, status.lockedSince) = (1, 1, 1)
    (status.requests, status.quota) = (1, (limit: 1, left: 1))
    let known = Set(DriftMetrics.text(status).matches(of: /(?m)^segplan_[a-z_]+/).map { String($0.output) })
    let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
    let named = Set(text.matches(of: /segplan_[a-z_]+/).map { String($0.output) })
    #expect(!named.isEmpty && named.isSubset(of: known), "\(named.subtracting(known))")
  }

  @Test func `Prometheus' parser reads the files of two stores in one folder as different series`() async throws {
    try await withTemporaryFolder { folder in
      for store in ["one", "two"] {
        var status = DriftMetrics.Status(store: store, version: "1")
        status.report = try DriftReportTests.everything()
        status.succeeded = true
        try DriftMetrics.text(status).write(toFile: "\(folder)/\(store).prom", atomically: true, encoding: .utf8)
      }
      let script = """
        import glob, sys
        from prometheus_client.parser import text_string_to_metric_families as families
        seen = set()
        for path in glob.glob(sys.argv[1] + "/*.prom"):
            for family in families(open(path).read()):
                for sample in family.samples:
                    key = (sample.name, tuple(sorted(sample.labels.items())))
                    assert key not in seen, key
                    seen.add(key)
        print(len(seen))
        """
      let outcome = try await Python.run(["-c", script, folder])
      #expect(outcome.exitCode == 0 && Int(outcome.output.dropLast()) ?? 0 > 40, "\(outcome.output)\(outcome.errors)")
    }
  }
}
