import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import CodeHost

@Suite(.timeLimit(.minutes(5))) struct ApprovalTests {
  private static let id = CodeHostFixture.id

  private static func gitHubStatus(
    _ state: String = "success",
    _ description: String = "\(id): no changes",
    context: String = "segplan",
    by author: String = "github-actions[bot]"
  ) -> String {
    #"{"state": "\#(state)", "context": "\#(context)", "description": "\#(description)", "creator": {"login": "\#(author)"}}"#
  }

  private static func pull(
    _ number: Int,
    merged: String = "\"2026-11-01T00:00:00Z\"",
    landed: String = "aa",
    base: String = "main",
    repository: String = "{\"full_name\": \"shop/segments\"}"
  ) -> String {
    #"{"number": \#(number), "merged_at": \#(merged), "merge_commit_sha": "\#(landed)", "head": {"sha": "h\#(number)", "repo": \#(repository)}, "base": {"ref": "\#(base)", "sha": "zz"}}"#
  }

  /// The plan that is approved for the commit `aa`, by its own statuses, its pull requests, and the statuses of their heads.
  private func onGitHub(own: [String] = [], pulls: [String] = [], head: [String] = []) async throws -> String {
    try await CodeHostFixture.gitHub.result { request in
      switch request.path {
      case "/repos/shop/segments/commits/aa/statuses": .json("[\(own.joined(separator: ","))]")
      case "/repos/shop/segments/commits/aa/pulls": .json("[\(pulls.joined(separator: ","))]")
      case "/repos/shop/segments/commits/h1/statuses": .json("[\(head.joined(separator: ","))]")
      default: .status(404)
      }
    } _: {
      try await $0.approvedPlans(named: "segplan").map(\.description).joined(separator: " ")
    }
  }

  @Test func `the status of the deployed commit is enough`() async throws {
    #expect(try await onGitHub(own: [Self.gitHubStatus(context: "SegPlan")]) == Self.id)
  }

  @Test func `the plan of the request is approved beside that of its group`() async throws {
    let other = "p-" + String(repeating: "cd", count: 32)
    let both = try await onGitHub(
      own: [Self.gitHubStatus()],
      pulls: [Self.pull(1)],
      head: [Self.gitHubStatus("success", "\(other): x")]
    )
    #expect(both == "\(Self.id) \(other)")
    let own = try await onGitHub(
      own: [Self.gitHubStatus()],
      pulls: [Self.pull(1)],
      head: [Self.gitHubStatus("failure", "\(other): x")]
    )
    #expect(own == Self.id)
  }

  @Test func `otherwise the head of the merged pull request has the status`() async throws {
    #expect(try await onGitHub(pulls: [Self.pull(1)], head: [Self.gitHubStatus()]) == Self.id)
    // Squash, merge and rebase give the commit on the branch; an open request of the same commit is not it.
    let pulls = [Self.pull(2, merged: "null"), Self.pull(3, base: "next"), Self.pull(4, landed: "older"), Self.pull(1)]
    #expect(try await onGitHub(pulls: pulls, head: [Self.gitHubStatus()]) == Self.id)
  }

  @Test func `statuses of other names and authors do not count`() async throws {
    let others = [Self.gitHubStatus(context: "segplan/eu"), Self.gitHubStatus(by: "mallory")]
    #expect(try await onGitHub(own: others + [Self.gitHubStatus()]) == Self.id)
    let error = await #expect(throws: MissingApprovalError.self) {
      try await onGitHub(own: others, pulls: [Self.pull(1)], head: others)
    }
    #expect(
      error?.reason
        == "Neither the commit nor h1, the last commit of the request 1, has a status `segplan` by github-actions[bot]."
    )
  }

  @Test(arguments: [
    ("failure", "\(id): stopped by a guardrail (…)"), ("error", "nothing was planned: 1 problem"), ("pending", ""),
    ("success", "all good"),
    ("success", "\(id.dropLast()): no changes"), ("success", "\(id)0: no changes"),
  ])
  func `the newest status must be a success with a plan id`(state: String, description: String) async throws {
    let statuses = [Self.gitHubStatus(state, description), Self.gitHubStatus()]
    let error = await #expect(throws: MissingApprovalError.self) { try await onGitHub(own: statuses) }
    #expect(error?.reason == "The status `segplan` is \(state)\(description.isEmpty ? "" : ": \(description)").")
    #expect(error?.diagnostics.first?.code == "plan-not-approved")
  }

  @Test(arguments: [
    ([], "The commit belongs to no request that was merged into main."),
    (
      [pull(1, repository: "{\"full_name\": \"other/segments\"}")],
      "The commit belongs to the request 1, which comes from a fork."
    ),
    ([pull(1, repository: "null")], "The commit belongs to the request 1, which comes from a fork."),
    ([pull(1), pull(2)], "The commit belongs to several requests: 1, 2."),
    ([pull(1, merged: "null")], "The commit belongs to no request that was merged into main."),
  ])
  func `a commit without one merged pull request of this repository is not approved`(pulls: [String], reason: String) async throws
  {
    let error = await #expect(throws: MissingApprovalError.self) { try await onGitHub(pulls: pulls, head: [Self.gitHubStatus()]) }
    #expect(error?.reason == reason)
  }

  @Test func `a code host that fails is an error of its own`() async throws {
    await #expect(throws: CodeHostError.self) { try await onGitHub(pulls: [Self.pull(7)]) }
  }

  @Test func `only a commit of a branch is deployed`() async throws {
    for fixture in [CodeHostFixture.gitHub.with(["GITHUB_REF": "refs/pull/3/merge"]), .gitLab.with(["CI_COMMIT_BRANCH": ""])] {
      await #expect(throws: DiagnosticsError.self) { try await fixture.result { try await $0.approvedPlans(named: "segplan") } }
    }
  }

  private static func gitLabStatus(_ id: Int, _ state: String = "success", by author: String = "bot", plan: String = Self.id)
    -> String
  {
    #"{"id": \#(id), "status": "\#(state)", "name": "segplan", "description": "\#(plan): no changes", "author": {"username": "\#(author)"}}"#
  }

  /// The same on GitLab, by the statuses of the head `h1`: without `ref`, and of the branch `b1`.
  private func onGitLab(_ heads: [String], ofBranch branch: [String] = [], request: String) async throws -> String {
    try await CodeHostFixture.gitLab.result { asked in
      switch asked.path {
      case "/api/v4/projects/7/repository/commits/aa/merge_requests": .json("[\(request)]")
      case "/api/v4/projects/7/repository/commits/h1/statuses":
        .json("[\((asked.parameter("ref") == "b1" ? branch : heads).joined(separator: ","))]")
      default: .json("[]")
      }
    } _: {
      try await $0.approvedPlans(named: "segplan").map(\.description).joined(separator: " ")
    }
  }

  private static func mergeRequest(_ landed: String, state: String = "merged", source: Int = 7) -> String {
    #"{"iid": 1, "state": "\#(state)", "sha": "h1", "source_branch": "b1", "target_branch": "main", "source_project_id": \#(source), "target_project_id": 7, \#(landed)}"#
  }

  @Test(arguments: [#""merge_commit_sha": "aa""#, #""squash_commit_sha": "aa""#, #""merge_commit_sha": null"#])
  func `the merge request of a merge, squash or fast-forward commit is found`(landed: String) async throws {
    #expect(try await onGitLab([Self.gitLabStatus(1)], request: Self.mergeRequest(landed)) == Self.id)
  }

  @Test func `the status with the highest id counts, wherever it is listed`() async throws {
    let request = Self.mergeRequest(#""merge_commit_sha": "aa""#)
    let other = "p-" + String(repeating: "cd", count: 32)
    #expect(
      try await onGitLab(
        [Self.gitLabStatus(1, plan: other), Self.gitLabStatus(9, by: "dev", plan: other)],
        ofBranch: [Self.gitLabStatus(2)],
        request: request
      ) == Self.id
    )
    await #expect(throws: MissingApprovalError.self) {
      try await onGitLab([Self.gitLabStatus(3, "failed"), Self.gitLabStatus(2)], request: request)
    }
    for request in [Self.mergeRequest(#""x": 1"#, state: "opened"), Self.mergeRequest(#""merge_commit_sha": "aa""#, source: 8)] {
      await #expect(throws: MissingApprovalError.self) { try await onGitLab([Self.gitLabStatus(1)], request: request) }
    }
  }

  @Test func `the publisher on GitLab is the user of the token`() async throws {
    let fixture = CodeHostFixture.gitLab.with(["SEGPLAN_PUBLISHER": ""])
    #expect(
      try await fixture.result({ _ in .json("{\"username\": \"project_7_bot\"}") }, { try await $0.api.publisher() })
        == "project_7_bot"
    )
  }
}
