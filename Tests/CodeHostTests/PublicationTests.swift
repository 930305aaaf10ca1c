import Synchronization
import TestSupport
import Testing

@testable import CodeHost

@Suite(.timeLimit(.minutes(5))) struct PublicationTests {
  private static let marker = "<!-- segplan:plan -->"

  private static func comment(_ id: Int, _ author: String, _ body: String) -> String {
    "{\"id\": \(id), \"body\": \"\(body)\", \"user\": {\"login\": \"\(author)\"}}"
  }

  /// Publishes to a request that has these comments, and returns the writes.
  private func writes(
    _ comments: [String],
    text: String = "\(marker)\nnew",
    adds: Bool = true,
    author: String = "github-actions[bot]"
  ) async throws -> [String] {
    let writes = Mutex<[String]>([])
    try await CodeHostFixture.gitHub.run { request in
      if request.method == "GET" { return .json("[\(comments.joined(separator: ","))]") }
      writes.withLock { $0.append("\(request.method) \(request.target) \(request.text)") }
      return .json(Self.comment(9, author, "x"), status: request.method == "POST" ? 201 : 200)
    } _: { host, _ in
      try await host.publish(text, marker: Self.marker, in: .comments(request: 3), adds: adds)
    }
    return writes.withLock(\.self)
  }

  @Test func `the first comment is added`() async throws {
    let writes = try await writes([
      Self.comment(1, "someone", "\(Self.marker)\\nold"), Self.comment(2, "github-actions[bot]", "hello"),
    ])
    #expect(writes == ["POST /repos/shop/segments/issues/3/comments {\"body\":\"<!-- segplan:plan -->\\nnew\"}"])
  }

  @Test func `no comment is added for what is not news`() async throws {
    #expect(try await writes([], adds: false) == [])
  }

  @Test func `the oldest own comment is updated`() async throws {
    let comments = [7, 5].map { Self.comment($0, "GitHub-Actions[bot]", "\(Self.marker)\\nold") }
    let writes = try await writes(comments, adds: false)
    #expect(writes == ["PATCH /repos/shop/segments/issues/comments/5 {\"body\":\"<!-- segplan:plan -->\\nnew\"}"])
  }

  @Test func `an equal comment is left alone`() async throws {
    #expect(try await writes([Self.comment(5, "github-actions[bot]", "\(Self.marker)\\nnew")]) == [])
  }

  @Test func `a marker of another name is not a match`() async throws {
    let other = Self.comment(5, "github-actions[bot]", "<!-- segplan:plan --> and more")
    #expect(try await writes([other]).map { $0.prefix(4) } == ["POST"])
  }

  @Test func `a token that writes as another author is reported`() async throws {
    let error = await #expect(throws: CodeHostError.self) { try await writes([], author: "octocat") }
    #expect(error?.reason == "the token writes as octocat, not as github-actions[bot]")
  }

  @Test func `after a lost answer, the comment is looked for before another is added`() async throws {
    let added = Mutex(0)
    let pauses = try await CodeHostFixture.gitHub.run { request in
      let count = added.withLock(\.self)
      if request.method == "GET" {
        return .json(count == 0 ? "[]" : "[\(Self.comment(1, "github-actions[bot]", "\(Self.marker)\\nnew"))]")
      }
      added.withLock { $0 += 1 }
      return .hangUp
    } _: { host, _ in
      try await host.publish("\(Self.marker)\nnew", marker: Self.marker, in: .comments(request: 3))
    }
    #expect(added.withLock(\.self) == 1)
    #expect(pauses == [1])
  }

  @Test func `an issue without its label is found before another is opened`() async throws {
    let log = Mutex<[String]>([])
    try await CodeHostFixture.gitHub.run { request in
      log.withLock { $0.append("\(request.method) \(request.target)") }
      if request.method == "PATCH" { return .json("{}") }
      let isLabelled = request.parameter("labels") != nil
      let pull =
        "{\"number\": 3, \"body\": \"\(Self.marker)\", \"user\": {\"login\": \"github-actions[bot]\"}, \"pull_request\": {}}"
      let issue = "{\"number\": 4, \"body\": \"\(Self.marker)\\nold\", \"user\": {\"login\": \"github-actions[bot]\"}}"
      return .json(isLabelled ? "[\(pull)]" : "[\(pull), \(issue)]")
    } _: { host, _ in
      let list = NoteList.openIssues(label: "drift")
      try await host.publish(Self.marker, marker: Self.marker, titled: "T", in: list, closes: true)
    }
    #expect(
      log.withLock(\.self) == [
        "GET /repos/shop/segments/issues?state=open&labels=drift&per_page=100",
        "GET /repos/shop/segments/issues?state=open&per_page=100", "PATCH /repos/shop/segments/issues/4",
      ]
    )
  }

  @Test func `GitLab accepts a status that it already has, and refuses others`() async throws {
    for (message, isAccepted) in [("Cannot transition status via :drop from :failed", true), ("ref is invalid", false)] {
      try await CodeHostFixture.gitLab.run { _ in
        .json("{\"message\": \"\(message)\"}", status: 400)
      } _: { host, _ in
        let commit = ReviewedCommit(sha: "bb", request: 3)
        do {
          try await host.set(CommitStatus(.failure, "x"), named: "segplan", on: commit)
          #expect(isAccepted)
        } catch let error as CodeHostError {
          #expect(!isAccepted, "\(error.reason)")
        }
      }
    }
  }
}
