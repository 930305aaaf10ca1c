import Diagnostics
import FileAccess
import FoundationEssentials
import HTTPExchange
import SegmentModel

/// GitHub's REST API (https://docs.github.com/en/rest).
struct GitHub: CodeHostAPI {
  static let name = "GitHub"
  static let address = "https://api.github.com"
  /// The bot that `GITHUB_TOKEN` writes as.
  private static let standardPublisher = "github-actions[bot]"
  /// In bytes; GitHub's events have at most 25 MB.
  private static let maximumEvent = 32 << 20

  let connection: CodeHostConnection
  let job: JobVariables

  static func headers(_ token: Secret, userAgent: String) -> [(name: String, value: String)] {
    [
      ("Authorization", "Bearer \(token.text)"), ("Accept", "application/vnd.github+json"),
      ("X-GitHub-Api-Version", "2022-11-28"), ("User-Agent", userAgent),
    ]
  }

  /// The variables that a job of GitHub Actions must have.
  static let variables = ["GITHUB_REPOSITORY", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_SHA", "GITHUB_REF"]

  private var repository: String { job["GITHUB_REPOSITORY"] }
  private var path: String { "/repos/\(PercentEncoding.encoded(repository, keeping: "/"))" }

  func publisher() async throws -> String { job.publisher ?? Self.standardPublisher }

  // MARK: The job

  func reviewedCommit() throws -> ReviewedCommit {
    let name = job["GITHUB_EVENT_NAME"]
    switch name {
    case "pull_request":
      let event = try event()
      guard let request = event.pullRequest, let number = event.number, let head = request.head.sha else { throw unreadableEvent }
      // `GITHUB_SHA` is a test merge, which nobody deploys.
      guard Self.isSame(request.head.repo?.fullName, repository) else {
        throw UnpublishableJob(reason: "The pull request comes from a fork. Its plan counts only after it is in this repository.")
      }
      return ReviewedCommit(sha: head, request: number)
    case "merge_group":
      guard let group = try event().mergeGroup else { throw unreadableEvent }
      return ReviewedCommit(sha: group.headSha, request: nil)
    default:
      // The status of a deployed commit would approve what nobody has reviewed.
      throw UnpublishableJob(
        reason: "The event is \(name). Only plans of the events pull_request and merge_group are published."
      )
    }
  }

  func deployedCommit() throws -> DeployedCommit {
    let prefix = "refs/heads/"
    guard job["GITHUB_REF"].hasPrefix(prefix) else { throw job.notABranch(job["GITHUB_REF"]) }
    return DeployedCommit(sha: job["GITHUB_SHA"], branch: String(job["GITHUB_REF"].dropFirst(prefix.count)))
  }

  private func event() throws -> Event {
    let bytes = try FileAccess.read(job["GITHUB_EVENT_PATH"], limit: Self.maximumEvent)
    guard let event = try? decoded(Event.self, from: bytes) else { throw unreadableEvent }
    return event
  }

  private var unreadableEvent: UnpublishableJob {
    UnpublishableJob(reason: "The file in GITHUB_EVENT_PATH does not describe the event \(job["GITHUB_EVENT_NAME"]).")
  }

  /// GitHub ignores case in the names of repositories, logins and statuses.
  private static func isSame(_ name: String?, _ other: String) -> Bool { name?.lowercased() == other.lowercased() }

  // MARK: Commits

  func requests(mergedAs commit: DeployedCommit) async throws -> [MergedRequest] {
    let action = "find the pull request of the commit \(commit.sha)"
    let requests: [PullRequest] = try await connection.list("\(path)/commits/\(commit.sha)/pulls", to: action)
    return requests.filter { $0.mergedAt != nil && $0.base?.ref == commit.branch }.compactMap { request in
      guard let number = request.number, let head = request.head.sha else { return nil }
      return MergedRequest(
        number: number,
        head: head,
        branch: nil,
        isFromFork: !Self.isSame(request.head.repo?.fullName, repository),
        landed: Set([request.mergeCommitSha].compactMap(\.self))
      )
    }
  }

  func set(_ status: CommitStatus, named name: String, on commit: ReviewedCommit) async throws {
    let state =
      switch status.state {
      case .success: "success"
      case .failure: "failure"
      case .error: "error"
      }
    var body = ["state": state, "context": name, "description": status.description]
    if let run = job.values["GITHUB_RUN_ID"] {
      body["target_url"] = "\(job.values["GITHUB_SERVER_URL"] ?? "https://github.com")/\(repository)/actions/runs/\(run)"
    }
    let action = "set the status of the commit \(commit.sha)"
    let answer = try await connection.send("POST", "\(path)/statuses/\(commit.sha)", body: body, to: action)
    try await requirePublisher(connection.decode(Status.self, answer, to: action).creator?.login, to: action)
  }

  func statuses(of commit: String, named name: String, branch: String?) async throws -> [PublishedStatus] {
    let action = "read the statuses of the commit \(commit)"
    // Newest first, as GitHub documents.
    let statuses: [Status] = try await connection.list("\(path)/commits/\(commit)/statuses", to: action)
    return statuses.filter { Self.isSame($0.context, name) }.map { status in
      PublishedStatus(state: status.state, description: status.description ?? "", author: status.creator?.login)
    }
  }

  func place(of list: NoteList) -> NotePlace {
    switch list {
    case .comments(let request):
      NotePlace(
        name: "the pull request \(request)",
        path: "\(path)/issues/\(request)/comments",
        notePath: "\(path)/issues/comments",
        updateMethod: "PATCH"
      )
    case .openIssues(let label):
      NotePlace(
        name: "the open issues",
        path: "\(path)/issues",
        query: [("state", "open")] + (label.map { [("labels", $0)] } ?? []),
        updateMethod: "PATCH",
        newFields: ["labels": .list([label].compactMap(\.self))],
        closingFields: ["state": .text("closed"), "state_reason": .text("completed")]
      )
    }
  }

  private func requirePublisher(_ author: String?, to action: String) async throws {
    let expected = try await publisher()
    guard let author, !Self.isSame(author, expected) else { return }
    throw CodeHostError.otherPublisher(author, expected: expected, host: Self.name, action: action)
  }
}

/// What GitHub sends; keys in snake case.
extension GitHub {
  private struct Account: Decodable { let login: String? }

  private struct Repository: Decodable { let fullName: String? }

  private struct Event: Decodable {
    struct MergeGroup: Decodable { let headSha: String }

    let number: Int?
    let pullRequest: PullRequest?
    let mergeGroup: MergeGroup?
  }

  private struct PullRequest: Decodable {
    struct Branch: Decodable {
      let ref: String?
      let sha: String?
      /// `nil` if the fork was deleted.
      let repo: Repository?
    }

    let number: Int?
    let mergedAt: String?
    let mergeCommitSha: String?
    let head: Branch
    let base: Branch?
  }

  private struct Status: Decodable {
    let state: String
    let context: String?
    let description: String?
    let creator: Account?
  }
}
