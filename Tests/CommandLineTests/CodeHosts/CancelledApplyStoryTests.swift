import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Applies that the runner cancels or kills, by the recipes' own lines.
@Suite(.timeLimit(.minutes(5))) struct CancelledApplyStoryTests {
  private static let declared = Array(1...1_500)

  /// Applies a request with many members, and stops the apply when some of them are in the store.
  private func stop(
    _ pipeline: Pipeline,
    exitCode: Int32?,
    _ stop: @escaping @Sendable (Program.Running) throws -> Void
  ) async throws -> Int {
    let request = pipeline.host.open("many", ["segments/a.yaml": Rehearsal.manifest(["A": Self.declared])]).number
    try await pipeline.plan(request)
    pipeline.host.merge(request)
    let simulator = pipeline.rehearsal.store.simulator
    simulator.setFaults([try FaultSpec("latency:ms=100,on=add")])
    let job = try await pipeline.mainJob("Apply")
    let outcome = try await pipeline.run(job) { running in
      try await eventually("some additions") { pipeline.rehearsal.store.membershipWrites.count >= 12 }
      try stop(running)
    }
    // What a killed run has sent still arrives.
    try await Task.sleep(for: .milliseconds(300))
    simulator.setFaults([])
    #expect(outcome.exitCode == exitCode, "\(outcome.output)\(outcome.errors)")
    let count = pipeline.rehearsal.store.members(ofSegmentNamed: "A").count
    #expect(count > 3 && count < Self.declared.count)
    return request
  }

  @Test(arguments: CodeHostServer.Host.allCases)
  func `a cancel of the shell reaches segapply, and a re-run finishes what was approved`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind, profiles: 2_000) { pipeline in
      let request = try await stop(pipeline, exitCode: 130) { try $0.interrupt() }
      let report = pipeline.comments("report", of: request)
      #expect(report.count == 1)
      try await pipeline.apply(isWhole: false)
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A").subtracting(.numbered(Self.declared)).isEmpty)
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A").count == Self.declared.count)
      let reports = pipeline.comments("report", of: request)
      #expect(reports.count == 1 && reports != report)
    }
  }

  @Test(arguments: CodeHostServer.Host.allCases)
  func `a killed apply leaves its journal, the re-run stops, and the rest is applied by its id`(kind: CodeHostServer.Host)
    async throws
  {
    try await withPipeline(kind, profiles: 2_000) { pipeline in
      let request = try await stop(pipeline, exitCode: nil) { try $0.kill() }
      #expect(pipeline.comments("report", of: request).isEmpty)
      #expect(pipeline.rehearsal.read("state/segplan.state.json.journal") != nil)
      let stopped = try await pipeline.apply(exitCode: 3)
      try await pipeline.applyShownPlan(stopped)
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A").subtracting(.numbered(Self.declared)).isEmpty)
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A").count == Self.declared.count)
    }
  }
}
