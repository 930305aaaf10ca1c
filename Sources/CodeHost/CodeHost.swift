import SegmentModel

/// GitHub or GitLab, as a CI job uses it.
///
/// Every function throws ``CodeHostError`` or `CancellationError`. A *request* is a pull request or a merge request, and a *note* is a comment
/// or an issue.
package struct CodeHost: Sendable {
  let api: any CodeHostAPI

  /// The request, or the group of requests, that this job checks.
  ///
  /// - Throws: ``UnpublishableJob`` for a job whose plan must not be published.
  package func reviewedCommit() throws -> ReviewedCommit { try api.reviewedCommit() }

  /// Sets a commit status; the newest one of a name counts.
  package func set(_ status: CommitStatus, named name: String, on commit: ReviewedCommit) async throws {
    try await api.set(status, named: name, on: commit)
  }
}

/// What differs between the hosts.
protocol CodeHostAPI: Sendable {
  var connection: CodeHostConnection { get }

  /// The login of the author whose notes and statuses count.
  func publisher() async throws -> String

  func reviewedCommit() throws -> ReviewedCommit

  /// The commit that this job deploys.
  ///
  /// - Throws: `DiagnosticsError` if the job does not run for a branch.
  func deployedCommit() throws -> DeployedCommit

  /// The merged requests that a commit of a branch belongs to.
  func requests(mergedAs commit: DeployedCommit) async throws -> [MergedRequest]

  func set(_ status: CommitStatus, named name: String, on commit: ReviewedCommit) async throws

  /// The statuses of this name, newest first; `branch` is where the commit was pushed, if it is known.
  func statuses(of commit: String, named name: String, branch: String?) async throws -> [PublishedStatus]

  func place(of list: NoteList) -> NotePlace
}

/// Where notes are.
package enum NoteList: Hashable, Sendable {
  /// The comments of the request with this number.
  case comments(request: Int)
  /// The open issues with this label; all open issues without one.
  case openIssues(label: String?)
}

/// What a job plans.
package struct ReviewedCommit: Hashable, Sendable {
  /// The commit that gets the status: 40 or 64 hexadecimal digits.
  let sha: String
  /// The number of the request; `nil` for a group of requests that wait to be merged.
  package let request: Int?
}

/// What a job deploys.
struct DeployedCommit: Hashable, Sendable {
  let sha: String
  let branch: String
}

/// A merged request.
struct MergedRequest: Hashable, Sendable {
  let number: Int
  /// The last commit of the request before it was merged.
  let head: String
  /// The branch of the request.
  let branch: String?
  /// Whether its branch is in another repository, where others decide.
  let isFromFork: Bool
  /// The commits of the target branch that the merge made.
  let landed: Set<String>
}

/// A commit status to set.
package struct CommitStatus: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    /// The plan may be applied.
    case success
    /// The plan must not be applied.
    case failure
    /// Nothing was planned.
    case error
  }

  package let state: State
  /// At most 140 characters.
  package let description: String

  package init(_ state: State, _ description: String) {
    self.state = state
    self.description = description
  }
}

/// A commit status that the host has.
struct PublishedStatus: Hashable, Sendable {
  /// As the host names it; only `success` means an approved plan.
  let state: String
  let description: String
  let author: String?
}

/// The commit of this job has no request of which a plan could be published or approved; `reason` is a sentence.
package struct UnpublishableJob: Error, Hashable {
  package let reason: String
}
