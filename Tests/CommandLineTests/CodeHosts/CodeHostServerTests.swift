import TestSupport
import Testing

/// The scripted code hosts themselves: they refuse and record what the hosts' references do not allow.
@Suite(.timeLimit(.minutes(5))) struct CodeHostServerTests {
  private static let gitHubHeaders = [
    "User-Agent": "test", "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
    "Content-Type": "application/json",
  ]

  /// A request, the status that it gets, and whether it breaks a rule.
  struct Case: Sendable, CustomStringConvertible {
    let method: String
    let path: String
    var body: HostJSON?
    var headers: [String: String] = [:]
    var permissions: Set<String> = ["pull-requests: write", "statuses: write", "issues: write"]
    let status: Int
    var breaks = true

    var description: String { "\(method) \(path) \(status)" }
  }

  private static let long = HostJSON.text(String(repeating: "ä", count: 65_537))

  @Test(arguments: [
    Case(method: "GET", path: "issues/2/comments?per_page=100", status: 200, breaks: false),
    Case(method: "GET", path: "issues/2/comments?per_page=101", status: 200),
    Case(method: "GET", path: "issues/2/comments?page=0", status: 200),
    Case(method: "GET", path: "issues/2/comments?sort=asc", status: 200),
    Case(method: "GET", path: "issues/2/comments/", status: 404),
    Case(method: "GET", path: "issues/99/comments", status: 404),
    Case(method: "GET", path: "issues/2/comments", headers: ["X-GitHub-Api-Version": "2020-01-01"], status: 400),
    Case(method: "GET", path: "issues/2/comments", headers: ["Authorization": "Bearer x"], status: 401),
    Case(method: "GET", path: "issues/2/comments", headers: ["User-Agent": ""], status: 403),
    Case(method: "GET", path: "issues/2/comments", headers: ["Accept": "*/*"], status: 200),
    Case(method: "POST", path: "issues/2/comments", body: ["body": "Hello"], status: 201, breaks: false),
    Case(method: "POST", path: "issues/2/comments", body: ["body": "Hello"], permissions: ["issues: read"], status: 403),
    Case(method: "POST", path: "issues/2/comments", body: ["text": "Hello"], status: 422),
    Case(method: "POST", path: "issues/2/comments", body: ["body": "Hello", "x": 1], status: 201),
    Case(method: "POST", path: "issues/2/comments", body: ["body": long], status: 422),
    Case(method: "POST", path: "issues/2/comments", status: 400),
    Case(method: "PATCH", path: "issues/comments/77", body: ["body": "Hello"], status: 404),
    Case(method: "POST", path: "statuses/HEAD", body: ["state": "success"], status: 201, breaks: false),
    Case(method: "POST", path: "statuses/HEAD", body: ["state": "failed"], status: 422),
    Case(method: "POST", path: "statuses/abc", body: ["state": "success"], status: 422),
    Case(
      method: "POST",
      path: "statuses/HEAD",
      body: ["state": "success", "description": .text(String(repeating: "x", count: 141))],
      status: 422
    ),
    Case(method: "GET", path: "commits/HEAD/statuses", permissions: [], status: 403),
    Case(method: "POST", path: "issues", body: ["title": "T", "labels": "a"], status: 422),
    Case(method: "DELETE", path: "issues/2", status: 404),
  ])
  func `GitHub's server answers by the reference`(request: Case) async throws {
    try await withCodeHost(.gitHub) { host in
      let token = host.makeToken(request.permissions)
      let head = host.open("vip", [:]).head
      let headers = Self.gitHubHeaders.merging(["Authorization": "Bearer \(token)"]) { $1 }.merging(request.headers) { $1 }
      let path = "/repos/shop/segments/\(request.path.replacing("HEAD", with: head))"
      let (status, text) = host.ask(request.method, path, headers, body: request.body)
      #expect(status == request.status, "\(text)")
      #expect(host.violations.isEmpty == !request.breaks, "\(host.violations)")
    }
  }

  @Test(arguments: [
    Case(method: "GET", path: "merge_requests/2/notes?per_page=100", status: 200, breaks: false),
    Case(method: "GET", path: "merge_requests/2/notes?since=1", status: 200),
    Case(method: "GET", path: "merge_requests/9/notes", status: 404),
    Case(method: "GET", path: "merge_requests/2/notes", headers: ["PRIVATE-TOKEN": "x"], status: 401),
    Case(
      method: "POST",
      path: "merge_requests/2/notes",
      body: ["body": "Hello"],
      permissions: ["api", "reporter"],
      status: 201,
      breaks: false
    ),
    Case(
      method: "POST",
      path: "merge_requests/2/notes",
      body: ["body": "Hello"],
      permissions: ["read_api", "developer"],
      status: 403
    ),
    Case(method: "POST", path: "statuses/HEAD", body: ["state": "success"], permissions: ["api", "reporter"], status: 403),
    Case(method: "POST", path: "statuses/HEAD", body: ["state": "failure"], status: 400),
    Case(
      method: "POST",
      path: "statuses/HEAD",
      body: ["state": "failed", "description": .text(String(repeating: "x", count: 256))],
      status: 400
    ),
    Case(method: "PUT", path: "issues/5", body: ["state_event": "close"], status: 404),
    Case(method: "POST", path: "issues", body: ["title": "T", "body": "B"], status: 201),
    Case(method: "GET", path: "issues?state=open", status: 400),
  ])
  func `GitLab's server answers by the reference`(request: Case) async throws {
    try await withCodeHost(.gitLab) { host in
      let token = host.makeToken(
        request.permissions.contains("api") || request.permissions.contains("read_api")
          ? request.permissions : ["api", "developer"]
      )
      let request2 = host.open("vip", [:])
      #expect(request2.number == 2)
      let headers = ["PRIVATE-TOKEN": token, "User-Agent": "test", "Content-Type": "application/json"].merging(request.headers) {
        $1
      }
      let path = "/api/v4/projects/7/\(request.path.replacing("HEAD", with: request2.head))"
      let (status, text) = host.ask(request.method, path, headers, body: request.body)
      #expect(status == request.status, "\(text)")
      #expect(host.violations.isEmpty == !request.breaks, "\(host.violations)")
    }
  }

  @Test func `GitLab filters statuses by ref, and refuses to set a running status again`() async throws {
    try await withCodeHost(.gitLab) { host in
      let headers = [
        "PRIVATE-TOKEN": host.makeToken(["api", "developer"]), "User-Agent": "test", "Content-Type": "application/json",
      ]
      let head = host.open("vip", [:]).head
      let path = "/api/v4/projects/7/statuses/\(head)"
      func set(_ state: HostJSON, _ ref: HostJSON) -> Int {
        host.ask("POST", path, headers, body: ["state": state, "ref": ref, "name": "n"]).0
      }
      #expect(set("running", "vip") == 201)
      #expect(set("running", "vip") == 400)
      #expect(set("success", "vip") == 201)
      #expect(set("success", "vip") == 201)
      #expect(set("failed", "other") == 201)
      func count(_ query: String) -> Int {
        let list = "/api/v4/projects/7/repository/commits/\(head)/statuses?\(query)"
        return host.ask("GET", list, headers).1.matches(of: /"sha"/).count
      }
      #expect(count("all=true") == 4)
      #expect(count("all=true&ref=vip") == 3)
      #expect(count("ref=vip") == 1)
      #expect(count("name=m") == 0)
      #expect(host.violations == [])
    }
  }
}
