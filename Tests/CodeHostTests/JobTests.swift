import Diagnostics
import TestSupport
import Testing

@testable import CodeHost

@Suite(.timeLimit(.minutes(5))) struct JobTests {
  private func reviewed(_ fixture: CodeHostFixture) async throws -> ReviewedCommit {
    try await fixture.result { try $0.reviewedCommit() }
  }

  private func refusal(_ fixture: CodeHostFixture) async -> String? {
    do {
      return "nothing was refused: \(try await reviewed(fixture))"
    } catch {
      return (error as? UnpublishableJob)?.reason
    }
  }

  private static func pull(_ repository: String) -> String {
    #"{"number": 12, "pull_request": {"head": {"sha": "cc", "ref": "b", "repo": \#(repository)}, "base": {"sha": "dd", "ref": "main", "repo": {}}}}"#
  }

  @Test func `a pull request is planned for its head, not for the test merge`() async throws {
    try await withTemporaryFolder { folder in
      let own = try CodeHostFixture.gitHub.event("pull_request", Self.pull(#"{"full_name": "Shop/Segments"}"#), in: folder)
      #expect(try await reviewed(own) == ReviewedCommit(sha: "cc", request: 12))
    }
  }

  @Test func `a group of a merge queue has a status, but no request`() async throws {
    try await withTemporaryFolder { folder in
      let group = try CodeHostFixture.gitHub.event(
        "merge_group",
        #"{"merge_group": {"head_sha": "ee", "base_sha": "ff"}}"#,
        in: folder
      )
      #expect(try await reviewed(group) == ReviewedCommit(sha: "ee", request: nil))
    }
  }

  @Test(arguments: [#"{"full_name": "other/segments"}"#, "null"])
  func `the plan of a fork is not published`(repository: String) async throws {
    try await withTemporaryFolder { folder in
      let fork = try CodeHostFixture.gitHub.event("pull_request", Self.pull(repository), in: folder)
      #expect(await refusal(fork)?.contains("comes from a fork") == true)
    }
    let fork = CodeHostFixture.gitLab.with([
      "CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_IID": "4", "CI_MERGE_REQUEST_PROJECT_ID": "7",
      "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "8",
    ])
    #expect(await refusal(fork)?.contains("comes from a fork") == true)
    #expect(await refusal(fork.with(["CI_PROJECT_ID": "8"]))?.contains("comes from a fork") == true)
  }

  @Test(arguments: ["push", "pull_request_target", "schedule", "workflow_dispatch", "workflow_run"])
  func `an event that is not under review publishes no status`(event: String) async throws {
    #expect(await refusal(CodeHostFixture.gitHub.with(["GITHUB_EVENT_NAME": event]))?.contains("The event is \(event).") == true)
  }

  @Test func `an event that cannot be read is refused`() async throws {
    try await withTemporaryFolder { folder in
      let odd = try CodeHostFixture.gitHub.event("pull_request", "[]", in: folder)
      #expect(await refusal(odd)?.contains("GITHUB_EVENT_PATH") == true)
    }
    #expect(await refusal(.gitLab)?.contains("The pipeline's source is push.") == true)
  }

  @Test func `a merge request is planned for the commit of its branch`() async throws {
    let detached = CodeHostFixture.gitLab.with(["CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_IID": "4"])
    #expect(try await reviewed(detached) == ReviewedCommit(sha: "aa", request: 4))
    #expect(
      try await reviewed(detached.with(["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "bb"])) == ReviewedCommit(sha: "bb", request: 4)
    )
  }

  @Test(arguments: CodeHostSettings.Kind.allCases)
  func `all missing variables are reported at once`(kind: CodeHostSettings.Kind) {
    let error = #expect(throws: DiagnosticsError.self) {
      try CodeHostSettings(kind, ["GITHUB_API_URL": "http://example.com", "CI_API_V4_URL": "ftp://x"], userAgent: "x") {
        variable in
        throw DiagnosticsError(diagnostics: [Diagnostic(("token-missing", variable, ""))])
      }
    }
    #expect(error?.diagnostics.map(\.code) == ["not-a-ci-job", "bad-code-host-address", "token-missing"])
    #expect(error?.diagnostics.last?.summary == (kind == .github ? "GITHUB_TOKEN" : "GITLAB_TOKEN"))
  }
}
