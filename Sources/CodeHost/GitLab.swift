import Diagnostics
import HTTPExchange
import SegmentModel

/// GitLab's REST API (https://docs.gitlab.com/api/rest/).
struct GitLab: CodeHost {
  static let name = "GitLab"

  let connection: CodeHostConnection
  let job: JobVariables

  var name: String { Self.name }

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

  // MARK: Notes

  func notes(_ list: NoteList) async throws -> [Note] {
    switch list {
    case .comments(let request):
      let notes: [RequestNote] = try await connection.list(
        "\(path)/merge_requests/\(request)/notes",
        to: "list the notes of the merge request \(request)"
      )
      return notes.filter { $0.system != true }.map { Note(id: $0.id, author: $0.author?.username, text: $0.body) }
        .sorted { $0.id < $1.id }
    case .openIssues(let label):
      let query = [("state", "opened")] + (label.map { [("labels", $0)] } ?? [])
      let issues: [Issue] = try await connection.list("\(path)/issues", query: query, to: "list the open issues")
      return issues.map { Note(id: $0.iid, author: $0.author?.username, text: $0.description ?? "") }.sorted { $0.id < $1.id }
    }
  }

  func add(_ text: String, titled title: String?, to list: NoteList) async throws -> String? {
    let (path, body, action): (String, [String: String], String) =
      switch list {
      case .comments(let request):
        ("\(path)/merge_requests/\(request)/notes", ["body": text], "comment on the merge request \(request)")
      case .openIssues(let label):
        ("\(path)/issues", ["title": title ?? "", "description": text, "labels": label ?? ""], "open an issue")
      }
    let answer = try await connection.send("POST", path, body: body, isRepeatable: false, to: action)
    return try connection.decode(Authored.self, answer, to: action).author?.username
  }

  func replace(_ note: Note, with text: String, in list: NoteList, closes: Bool) async throws {
    switch list {
    case .comments(let request):
      let action = "update the comment on the merge request \(request)"
      _ = try await connection.send("PUT", "\(path)/merge_requests/\(request)/notes/\(note.id)", body: ["body": text], to: action)
    case .openIssues:
      let body = ["description": text].merging(closes ? ["state_event": "close"] : [:]) { $1 }
      _ = try await connection.send("PUT", "\(path)/issues/\(note.id)", body: body, to: "update the issue \(note.id)")
    }
  }
}

/// What GitLab sends; keys in snake case.
extension GitLab {
  private struct Account: Decodable { let username: String }

  private struct Authored: Decodable { let author: Account? }

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

  private struct RequestNote: Decodable {
    let id: Int
    let body: String
    let system: Bool?
    let author: Account?
  }

  private struct Issue: Decodable {
    let iid: Int
    let description: String?
    let author: Account?
  }
}
