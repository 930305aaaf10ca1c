import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Requests from their plan to their apply, by the recipes' own lines.
@Suite(.timeLimit(.minutes(5))) struct RequestStoryTests {
  static let hosts = CodeHostServer.Host.allCases

  private static func a(_ members: Int...) -> [String: String?] { ["segments/a.yaml": Rehearsal.manifest(["A": members])] }

  @Test(arguments: hosts)
  func `a request is planned, its comment is updated, and the merge applies what the comment shows`(kind: CodeHostServer.Host)
    async throws
  {
    try await withPipeline(kind) { pipeline in
      let request = pipeline.host.open("vip", Self.a(2, 3, 4)).number
      try await pipeline.plan(request)
      let first = pipeline.comments("plan", of: request)
      #expect(first.count == 1)
      pipeline.host.push(Self.a(2, 3, 4, 5), to: request)
      try await pipeline.plan(request)
      let second = pipeline.comments("plan", of: request)
      #expect(second.count == 1 && second != first)
      #expect(pipeline.host.statuses.map(\.state) == ["success", "success"])
      #expect(pipeline.host.statuses.last?.description.contains(", members +2 -1") == true)
      #expect(pipeline.host.statuses.last?.target?.hasSuffix("/17") == true)

      pipeline.host.merge(request)
      try await pipeline.apply()
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(2...5))
      let report = pipeline.comments("report", of: request)
      #expect(report.count == 1)
      // A re-run has nothing to do, and does not replace the report of the run that did something.
      try await pipeline.apply()
      #expect(pipeline.comments("report", of: request) == report)
    }
  }

  /// Each host with its ways to merge.
  private static let merges = hosts.flatMap { host in CodeHostServer.MergeMethod.all(host).map { (host, $0) } }

  @Test(arguments: merges)
  func `merge, squash and rebase commits are applied by the status of their request`(
    kind: CodeHostServer.Host,
    method: CodeHostServer.MergeMethod
  ) async throws {
    try await withPipeline(kind) { pipeline in
      let other = pipeline.host.open("other", ["segments/b.yaml": Rehearsal.manifest(["B": [7]])]).number
      let request = pipeline.host.open("vip", Self.a(1, 2, 3, 4)).number
      pipeline.host.push(Self.a(1, 2, 3, 4, 5), to: request)
      try await pipeline.plan(other)
      try await pipeline.plan(request)
      pipeline.host.merge(other, by: method)
      try await pipeline.apply()
      if kind == .gitLab && method == .rebase {
        pipeline.host.rebase(request)
        try await pipeline.plan(request)
      }
      pipeline.host.merge(request, by: method)
      try await pipeline.apply()
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...5))
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "B") == .numbered([7]))
      #expect(pipeline.comments("report", of: other).count == 1)
      #expect(pipeline.comments("report", of: request).count == 1)
    }
  }

  @Test(arguments: hosts)
  func `a plan of a branch that is behind never removes what another request has added`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let first = pipeline.host.open("first", Self.a(1, 2, 3, 4)).number
      let second = pipeline.host.open("second", ["segments/b.yaml": Rehearsal.manifest(["B": [7]])]).number
      let job = try await pipeline.planJob(second)
      try await pipeline.plan(first)
      pipeline.host.merge(first)
      try await pipeline.apply()
      // GitLab's pipeline plans the branch alone, and GitHub's re-run plans the merge of then.
      let late = try await pipeline.run(job)
      #expect(late.exitCode == 0, "\(late.errors)")
      #expect(pipeline.host.statuses.last?.description.contains(", members +1 -1") == true)
      pipeline.host.merge(second)
      let outcome = try await pipeline.apply(exitCode: 3)
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...4))
      #expect(pipeline.comments("report", of: second).count == 1)

      try await pipeline.applyShownPlan(outcome)
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...4))
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "B") == .numbered([7]))
    }
  }

  @Test(arguments: [(CodeHostServer.Host.gitHub, false), (.gitLab, true)])
  func `a plan of the merged manifests is applied although the branch is behind`(kind: CodeHostServer.Host, merges: Bool)
    async throws
  {
    try await withPipeline(kind) { pipeline in
      let first = pipeline.host.open("first", Self.a(1, 2, 3, 4)).number
      let second = pipeline.host.open("second", ["segments/b.yaml": Rehearsal.manifest(["B": [7]])]).number
      try await pipeline.plan(first)
      pipeline.host.merge(first)
      try await pipeline.apply()
      let planned = try await pipeline.run(pipeline.planJob(second, merges: merges ? true : nil))
      #expect(planned.exitCode == 0, "\(planned.errors)")
      pipeline.host.merge(second)
      try await pipeline.apply()
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "B") == .numbered([7]))
    }
  }

  @Test(arguments: hosts)
  func `an apply whose predecessor never ran stops, and both are applied in order later`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let first = pipeline.host.open("first", Self.a(1, 2, 3, 4)).number
      let second = pipeline.host.open("second", ["segments/b.yaml": Rehearsal.manifest(["B": [7]])]).number
      try await pipeline.plan(first)
      try await pipeline.plan(second)
      let commits = [pipeline.host.merge(first), pipeline.host.merge(second)]
      try await pipeline.apply(exitCode: 3)
      for commit in commits { try await pipeline.apply(commit) }
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...4))
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "B") == .numbered([7]))
    }
  }

  @Test func `a batch of a merge queue is applied by the status of its last group`() async throws {
    try await withPipeline(.gitHub) { pipeline in
      let requests = ["B", "C", "D"].map { pipeline.host.open($0, ["segments/\($0).yaml": Rehearsal.manifest([$0: [7]])]).number }
      for request in requests { try await pipeline.plan(request) }
      let groups = pipeline.host.queue(requests)
      for group in groups {
        let planned = try await pipeline.run(pipeline.planJob(group))
        #expect(planned.exitCode == 0, "\(planned.errors)")
        #expect(!planned.errors.contains("published"), "\(planned.errors)")
      }
      pipeline.host.merge(groups)
      #expect(pipeline.approval(of: pipeline.host.tip)?.description.contains("segments +3 ") == true)
      try await pipeline.apply()
      for name in ["B", "C", "D"] { #expect(pipeline.rehearsal.store.members(ofSegmentNamed: name) == .numbered([7])) }
      #expect(pipeline.comments("report", of: requests[2]).count == 1)
    }
  }

  /// The plan of a group has all that the groups before it change, and these are already applied.
  @Test func `a group of a merge queue that merges after another one is applied by the plan of its request`() async throws {
    try await withPipeline(.gitHub) { pipeline in
      let requests = ["B", "C"].map { pipeline.host.open($0, ["segments/\($0).yaml": Rehearsal.manifest([$0: [7]])]).number }
      for request in requests { try await pipeline.plan(request) }
      let groups = pipeline.host.queue(requests)
      for group in groups { #expect(try await pipeline.run(pipeline.planJob(group)).exitCode == 0) }
      pipeline.host.merge([groups[0]])
      try await pipeline.apply()
      pipeline.host.merge([groups[1]])
      // The status of the group has what the first apply did too.
      try await pipeline.apply(isWhole: false)
      for name in ["B", "C"] { #expect(pipeline.rehearsal.store.members(ofSegmentNamed: name) == .numbered([7])) }
    }
  }

  @Test func `a group whose request was never planned stops after another one, and its rest is applied by its id`() async throws {
    try await withPipeline(.gitHub) { pipeline in
      let requests = ["B", "C"].map { pipeline.host.open($0, ["segments/\($0).yaml": Rehearsal.manifest([$0: [7]])]).number }
      let groups = pipeline.host.queue(requests)
      for group in groups { #expect(try await pipeline.run(pipeline.planJob(group)).exitCode == 0) }
      pipeline.host.merge([groups[0]])
      try await pipeline.apply()
      pipeline.host.merge([groups[1]])
      let stopped = try await pipeline.apply(exitCode: 3)
      try await pipeline.applyShownPlan(stopped)
      for name in ["B", "C"] { #expect(pipeline.rehearsal.store.members(ofSegmentNamed: name) == .numbered([7])) }
    }
  }

  @Test(arguments: hosts)
  func `a fork publishes nothing, and its merge is not applied, whatever its statuses say`(kind: CodeHostServer.Host) async throws
  {
    try await withPipeline(kind) { pipeline in
      let request = pipeline.host.open("vip", Self.a(1, 2), isFromFork: true)
      let job = try await pipeline.planJob(request.number)
      if kind == .gitHub { #expect(job.step.condition == "env.IS_OURS == 'true'") }
      let planned = try await pipeline.run(job)
      #expect(planned.exitCode == 0, "\(planned.errors)")
      #expect(planned.errors.contains("comes from a fork"), "\(planned.errors)")
      #expect(pipeline.host.statuses.isEmpty && pipeline.comments("plan", of: request.number).isEmpty)

      let commit = pipeline.host.merge(request.number)
      try await pipeline.applyWithoutApproval()
      let id = "p-" + String(repeating: "ab", count: 32)
      pipeline.host.setStatus("success", "\(id): segments +0 ~0 -0, members +0 -1", of: request.head, by: kind.bot)
      let outcome = try await pipeline.apply(commit, exitCode: 3)
      #expect(outcome.errors.contains("comes from a fork"), "\(outcome.errors)")
    }
  }

  @Test(arguments: hosts)
  func `a status by another author neither approves a plan nor hides an approval`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let request = pipeline.host.open("vip", Self.a(1, 2))
      let description = "p-\(String(repeating: "ab", count: 32)): segments +0 ~0 -0, members +0 -1"
      pipeline.host.setStatus("success", description, of: request.head, by: "mallory")
      let commit = pipeline.host.merge(request.number)
      pipeline.host.setStatus("success", description, of: commit, by: "mallory")
      try await pipeline.applyWithoutApproval()

      let other = pipeline.host.open("other", ["segments/b.yaml": Rehearsal.manifest(["B": [7]])] as [String: String?])
      try await pipeline.plan(other.number)
      pipeline.host.setStatus("failure", "no", of: other.head, by: "mallory")
      pipeline.host.merge(other.number)
      // The plan shows what the main branch declares and nobody has applied.
      try await pipeline.apply()
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "B") == .numbered([7]))
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A") == .numbered([1, 2]))
    }
  }

  @Test(arguments: hosts)
  func `a plan that a guardrail stops has a failed status, and is not applied if it is merged anyway`(kind: CodeHostServer.Host)
    async throws
  {
    try await withPipeline(kind, segments: ["A": Array(1...40)]) { pipeline in
      let files = ["segments/a.yaml": Rehearsal.manifest(["A": [1]], guardrails: "25%")] as [String: String?]
      let request = pipeline.host.open("vip", files).number
      try await pipeline.plan(request, exitCode: 3)
      let status = pipeline.host.statuses.last
      #expect(status?.state == (kind == .gitHub ? "failure" : "failed"))
      #expect(status?.description.contains("stopped by a guardrail") == true)
      #expect(pipeline.comments("plan", of: request).count == 1)
      pipeline.host.merge(request)
      try await pipeline.applyWithoutApproval()
      #expect(pipeline.rehearsal.store.members(ofSegmentNamed: "A").count == 40)
      #expect(pipeline.comments("report", of: request).count == 1)
    }
  }

  @Test(arguments: hosts)
  func `a request that changes nothing gets a status and no comments`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let text = Rehearsal.manifest(["A": [1, 2, 3]]) + "# A note.\n"
      let request = pipeline.host.open("note", ["segments/a.yaml": text]).number
      try await pipeline.plan(request)
      #expect(pipeline.host.statuses.map(\.state) == ["success"])
      #expect(pipeline.host.statuses.last?.description.hasSuffix(": no changes") == true)
      pipeline.host.merge(request)
      try await pipeline.apply()
      #expect(pipeline.host.comments(of: request).isEmpty)
    }
  }

  @Test(arguments: hosts)
  func `manifests with problems get a status that approves nothing`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let request = pipeline.host.open("typo", ["segments/a.yaml": "version: 1\nsegments: [{nam: A}]\n"]).number
      try await pipeline.plan(request, exitCode: 1)
      #expect(pipeline.host.statuses.last?.state == (kind == .gitHub ? "error" : "failed"))
      #expect(pipeline.host.statuses.last?.description.hasPrefix("nothing was planned: ") == true)
      #expect(pipeline.comments("plan", of: request).count == 1)
      // The comment goes on to be the one of the request when the manifests are right again.
      pipeline.host.push(Self.a(1, 2, 3), to: request)
      try await pipeline.plan(request)
      #expect(pipeline.comments("plan", of: request).count == 1)
    }
  }

  @Test(arguments: hosts)
  func `a later plan that fails withdraws the approval of an earlier one`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      let request = pipeline.host.open("vip", Self.a(1, 2)).number
      try await pipeline.plan(request)
      let simulator = pipeline.rehearsal.store.simulator
      simulator.setFaults([try FaultSpec("error:status=400,on=any,times=0")])
      try await pipeline.plan(request, exitCode: 1)
      simulator.setFaults([])
      #expect(pipeline.host.statuses.map(\.state) == ["success", kind == .gitHub ? "error" : "failed"])
      pipeline.host.merge(request)
      try await pipeline.applyWithoutApproval()
    }
  }

  @Test(arguments: hosts)
  func `two stores of a repository have statuses and comments of their own`(kind: CodeHostServer.Host) async throws {
    try await withPipeline(kind) { pipeline in
      try await withRehearsal(profiles: 10, segments: ["A": [1, 2, 3]]) { other in
        var eu = pipeline
        var us = Pipeline(host: pipeline.host, rehearsal: other)
        eu.variables["SEGPLAN_PUBLISH_NAME"] = "segplan/eu"
        us.variables["SEGPLAN_PUBLISH_NAME"] = "segplan/us"
        let request = pipeline.host.open("vip", Self.a(1, 2, 3, 4)).number
        for store in [eu, us, eu] { try await store.plan(request) }
        for store in [eu, us] { #expect(store.comments("plan", of: request).count == 1) }
        pipeline.host.merge(request)
        #expect(eu.approval(of: pipeline.host.tip) != nil)
        for store in [eu, us] {
          try await store.apply()
          #expect(store.rehearsal.store.members(ofSegmentNamed: "A") == .numbered(1...4))
          #expect(store.comments("report", of: request).count == 1)
        }
        #expect(pipeline.comments("plan", of: request).isEmpty)
      }
    }
  }
}
