import Synchronization
import TestSupport
import Testing

@testable import CodeHost

@Suite(.timeLimit(.minutes(5))) struct CodeHostConnectionTests {
  private static func comment(_ id: Int, _ author: String, _ body: String) -> String {
    "{\"id\": \(id), \"body\": \"\(body)\", \"user\": {\"login\": \"\(author)\"}}"
  }

  @Test func `GitHub gets the token, the version of its API, and the name of the program`() async throws {
    try await CodeHostFixture.gitHub.run { _ in
      .json("[]")
    } _: { host, server in
      _ = try await host.api.notes(.comments(request: 3))
      let request = try #require(server.requests.first)
      #expect(request.target == "/repos/shop/segments/issues/3/comments?per_page=100")
      #expect(request.values(of: "authorization") == ["Bearer t0ken"])
      #expect(request.values(of: "accept") == ["application/vnd.github+json"])
      #expect(request.values(of: "x-github-api-version") == ["2022-11-28"])
      #expect(request.values(of: "user-agent") == ["segplan/test"])
    }
  }

  @Test func `all pages are read, by the link of GitHub or the number of GitLab`() async throws {
    let port = Mutex(0)
    try await CodeHostFixture.gitHub.run { request in
      guard request.parameter("after") == nil else { return .json("[\(Self.comment(1, "b", "second"))]") }
      let next = "http://127.0.0.1:\(port.withLock(\.self))\(request.target)&after=x"
      return .json("[\(Self.comment(2, "a", "first"))]", headers: ["Link": "<\(next)>; rel=\"next\", <x>; rel=\"last\""])
    } _: { host, server in
      port.withLock { $0 = server.port }
      let ids = try await host.api.notes(.comments(request: 3)).map(\.id)
      #expect(ids == [1, 2])
    }
    try await CodeHostFixture.gitLab.run { request in
      let isFirst = request.parameter("page") == nil
      return .json("[{\"iid\": \(isFirst ? 1 : 2), \"description\": null}]", headers: ["X-Next-Page": isFirst ? "2" : ""])
    } _: { host, _ in
      let ids = try await host.api.notes(.openIssues(label: "x")).map(\.id)
      #expect(ids == [1, 2])
    }
  }

  @Test func `the token does not follow a link to another server`() async throws {
    try await withScriptedServer { _ in
      .json("[]")
    } _: { other in
      try await CodeHostFixture.gitHub.run { _ in
        .json("[]", headers: ["Link": "<\(other.address)/next>; rel=\"next\""])
      } _: { host, _ in
        let error = await #expect(throws: CodeHostError.self) { try await host.api.notes(.comments(request: 3)) }
        #expect(error?.reason == "the next page is on another server")
      }
      #expect(other.requests.isEmpty)
    }
  }

  @Test func `a list without an end is not read forever`() async throws {
    try await CodeHostFixture.gitLab.run { _ in
      .json("[]", headers: ["X-Next-Page": "2"])
    } _: { host, server in
      let error = await #expect(throws: CodeHostError.self) { try await host.api.notes(.openIssues(label: nil)) }
      #expect(error?.reason == "the list has more than 100 pages")
      #expect(server.requests.count == 100)
    }
  }

  @Test(arguments: [
    (429, ["Retry-After": "7"], 7), (403, ["Retry-After": "2"], 2),
    (403, ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0"], 1),
    (429, [:], 60), (409, [:], 1), (500, [:], 1), (503, [:], 1),
  ])
  func `a limit and an outage are waited for`(status: Int, headers: [String: String], pause: Int) async throws {
    let count = Mutex(0)
    let pauses = try await CodeHostFixture.gitHub.run { _ in
      let isFirst = count.withLock { count in
        count += 1
        return count == 1
      }
      return isFirst ? .status(status, headers: headers) : .json("[]")
    } _: { host, server in
      _ = try await host.api.notes(.comments(request: 3))
      #expect(server.requests.count == 2)
    }
    #expect(pauses == [pause])
  }

  @Test(arguments: [(401, 1), (403, 1), (404, 1), (410, 1), (422, 1), (302, 1), (409, 4), (429, 4), (502, 4)])
  func `what does not change is not tried again`(status: Int, requests: Int) async throws {
    try await CodeHostFixture.gitHub.run { _ in
      .json("{\"message\": \"No\"}", status: status)
    } _: { host, server in
      let error = await #expect(throws: CodeHostError.self) { try await host.api.notes(.comments(request: 3)) }
      #expect(error?.reason.hasPrefix("it answered \(status) (No)") == true)
      #expect(server.requests.count == requests)
    }
  }

  @Test func `a pause of more than a minute is not waited for`() async throws {
    try await CodeHostFixture.gitHub.run { _ in
      .status(429, headers: ["Retry-After": "61"])
    } _: { host, server in
      let error = await #expect(throws: CodeHostError.self) { try await host.api.notes(.comments(request: 3)) }
      #expect(error?.reason == "it answered 429; this token has reached its rate limit")
      #expect(server.requests.count == 1)
    }
  }

  @Test(arguments: [
    (#"{"message": "Not Found", "status": "404"}"#, "it answered 422 (Not Found)"),
    (
      #"{"message": "Validation Failed", "errors": [{"resource": "Issue", "code": "missing"}]}"#,
      #"it answered 422 ({"message": "Validation Failed", "errors": [{"resource": "Issue", "code": "missing"}]})"#
    ),
    (#"{"message": {"base": ["too long"]}}"#, #"it answered 422 ({"message": {"base": ["too long"]}})"#),
    ("", "it answered 422"), ("<html>\n  no", "it answered 422 (<html> no)"),
  ])
  func `an error says what the host said, on one line`(body: String, reason: String) async throws {
    try await CodeHostFixture.gitHub.run { _ in
      .json(body, status: 422)
    } _: { host, _ in
      let error = await #expect(throws: CodeHostError.self) { try await host.api.notes(.comments(request: 3)) }
      #expect(error?.reason == reason)
    }
  }

  @Test func `a missing permission is named`() async throws {
    try await CodeHostFixture.gitHub.run { _ in
      .json("{\"message\": \"Resource not accessible\"}", status: 403, headers: ["X-Accepted-GitHub-Permissions": "issues=write"])
    } _: { host, _ in
      let error = await #expect(throws: CodeHostError.self) { try await host.api.notes(.comments(request: 3)) }
      #expect(error?.advice == "The token lacks a permission. One of these is needed: issues=write.")
    }
  }

  @Test func `what is not JSON is refused`() async throws {
    try await CodeHostFixture.gitHub.run { _ in
      .json("{}")
    } _: { host, _ in
      let error = await #expect(throws: CodeHostError.self) { try await host.api.notes(.comments(request: 3)) }
      #expect(error?.reason == "its answer is not the expected JSON")
    }
  }
}
