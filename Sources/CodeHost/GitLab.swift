import Diagnostics
import HTTPExchange
import SegmentModel

/// GitLab's REST API (https://docs.gitlab.com/api/rest/).
struct GitLab: CodeHostAPI {
  static let name = "GitLab"

  let connection: CodeHostConnection
  let job: JobVariables

  static func headers(_ token: Secret, userAgent: String) -> [(name: String, value: String)] {
    [("PRIVATE-TOKEN", token.text), ("User-Agent", userAgent)]
  }

  /// The variables that a job must have.
  static let variables = ["CI_API_V4_URL", "CI_PROJECT_ID", "CI_PIPELINE_SOURCE", "CI_COMMIT_SHA"]

  private var path: String { "/projects/\(PercentEncoding.encoded(job["CI_PROJECT_ID"]))" }

  /// A project access token writes as a bot of its own.
  func publisher() async throws -> String {
    if let publisher = job.publisher { return publisher }
    let action = "read which user the token belongs to"
    return try connection.decode(Account.self, await connection.send("GET", "/user", to: action), to: action).username
  }

  // MARK: The job

  func reviewedCommit() throws -> ReviewedCommit {
    guard job["CI_PIPELINE_SOURCE"] == "merge_request_event", let number = job.values["CI_MERGE_REQUEST_IID"].flatMap({ Int($0) })
    else {
      // The status of a deployed commit would approve what nobody has reviewed.
      throw UnpublishableJob(
        reason: "The pipeline's source is \(job["CI_PIPELINE_SOURCE"]). Only plans of merge request pipelines are published."
      )
    }
    let target = job.values["CI_MERGE_REQUEST_PROJECT_ID"] ?? job["CI_PROJECT_ID"]
    let source = job.values["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"] ?? target
    guard source == target && job["CI_PROJECT_ID"] == target else {
      throw UnpublishableJob(reason: "The merge request comes from a fork. Its plan counts only after it is in this project.")
    }
    // The commit of a merged result or of a merge train is in no branch.
    return ReviewedCommit(sha: job.values["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] ?? job["CI_COMMIT_SHA"], request: number)
  }

  func deployedCommit() throws -> DeployedCommit {
    guard let branch = job.values["CI_COMMIT_BRANCH"] else { throw job.notABranch(job.values["CI_COMMIT_REF_NAME"] ?? "unknown") }
    return DeployedCommit(sha: job["CI_COMMIT_SHA"], branch: branch)
  }

  // MARK: Commits

  func requests(mergedAs commit: DeployedCommit) async throws -> [MergedRequest] {
    let action = "find the merge request of the commit \(commit.sha)"
    let requests: [MergeRequest] = try await connection.list(
      "\(path)/repository/commits/\(commit.sha)/merge_requests",
      to: action
    )
    return requests.filter { $0.state == "merged" && $0.targetBranch == commit.branch }.map { request in
      MergedRequest(
        number: request.iid,
        head: request.sha,
        branch: request.sourceBranch,
        isFromFork: request.sourceProjectId != request.targetProjectId,
        landed: Set([request.mergeCommitSha, request.squashCommitSha, request.sha].compactMap(\.self))
      )
    }
  }

  /// Without `ref`, so that the status joins the pipeline of the merge request.
  func set(_ status: CommitStatus, named name: String, on commit: ReviewedCommit) async throws {
    var body = ["state": status.state == .success ? "success" : "failed", "name": name, "description": status.description]
    body["target_url"] = job.values["CI_JOB_URL"]
    let action = "set the status of the commit \(commit.sha)"
    let answer = try await connection.send("POST", "\(path)/statuses/\(commit.sha)", body: body, accepting: [400], to: action)
    guard answer.status == 400 else { return }
    let (reason, advice) = CodeHostError.words(answer, host: Self.name)
    // The status is already in this state; an apply compares the plan id that it has.
    if reason.contains("Cannot transition status") { return }
    throw CodeHostError(host: Self.name, action: action, reason: reason, advice: advice)
  }

  func statuses(of commit: String, named name: String, branch: String?) async throws -> [PublishedStatus] {
    let action = "read the statuses of the commit \(commit)"
    var known: [Int: Status] = [:]
    // GitLab's documents say that without `ref` the answer is about the default branch.
    for ref in branch.map({ [nil, $0] }) ?? [nil] {
      let query = [("name", name), ("all", "true")] + (ref.map { [("ref", $0)] } ?? [])
      let statuses: [Status] = try await connection.list(
        "\(path)/repository/commits/\(commit)/statuses",
        query: query,
        to: action
      )
      for status in statuses where status.name == name { known[status.id] = status }
    }
    // The order of the list is not documented.
    return known.values.sorted { $0.id > $1.id }.map { status in
      PublishedStatus(state: status.status, description: status.description ?? "", author: status.author?.username)
    }
  }

  func place(of list: NoteList) -> NotePlace {
    switch list {
    case .comments(let request):
      NotePlace(
        name: "the merge request \(request)",
        path: "\(path)/merge_requests/\(request)/notes",
        updateMethod: "PUT"
      )
    case .openIssues(let label):
      NotePlace(
        name: "the open issues",
        path: "\(path)/issues",
        query: [("state", "opened")] + (label.map { [("labels", $0)] } ?? []),
        updateMethod: "PUT",
        textField: "description",
        newFields: ["labels": .text(label ?? "")],
        closingFields: ["state_event": .text("close")]
      )
    }
  }
}

/// What GitLab sends; keys in snake case.
extension GitLab {
  private struct Account: Decodable { let username: String }

  private struct MergeRequest: Decodable {
    let iid: Int
    let state: String
    /// The last commit of the source branch.
    let sha: String
    let sourceBranch: String?
    let targetBranch: String?
    let sourceProjectId: Int?
    let targetProjectId: Int?
    let mergeCommitSha: String?
    let squashCommitSha: String?
  }

  private struct Status: Decodable {
    let id: Int
    let status: String
    let name: String?
    let description: String?
    let author: Account?
  }
}
