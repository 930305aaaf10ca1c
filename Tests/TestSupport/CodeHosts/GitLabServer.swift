/// GitLab's answers, by `docs.gitlab.com/api`, and for statuses by `app/services/ci/create_commit_status_service.rb`.
struct GitLabServer: HostRules {
  static let project = "7"
  static let fork = "8"
  static let bot = "project_7_bot_5f3a"
  private static let maximumNote = 1_000_000
  private static let maximumDescription = 1_048_576
  private static let maximumStatusText = 255

  /// The components before a path of the project: `api/v4/projects/7`.
  private static let base = 4

  func answer(_ call: inout HostCall, _ state: inout HostState) throws(HostRefusal) -> HostAnswer {
    let token = try token(&call, state)
    if call.match("GET", "user", below: 2) != nil, call.components.prefix(2) == ["api", "v4"] {
      return HostAnswer(200, ["id": 99, "username": .text(token.author)])
    }
    guard call.components.prefix(3) == ["api", "v4", "projects"], call.components.count > Self.base,
      [Self.project, "shop%2Fsegments"].contains(call.components[3])
    else { throw HostRefusal(404, "404 Project Not Found") }
    if let answer = try notes(&call, token, &state) { return answer }
    if let answer = try commits(&call, token, &state) { return answer }
    if let answer = try issues(&call, token, &state) { return answer }
    throw HostRefusal(404, "404 Not Found")
  }

  private func token(_ call: inout HostCall, _ state: HostState) throws(HostRefusal) -> HostState.Token {
    if call.header("user-agent")?.isEmpty != false { call.complain("the header User-Agent is missing") }
    if call.header("authorization") != nil { call.complain("it has the header Authorization") }
    guard let token = call.header("private-token").flatMap({ state.tokens[$0] }) else {
      throw HostRefusal(401, "401 Unauthorized")
    }
    return token
  }

  /// Checks that the token may write, and has at least this role.
  private func require(_ role: String, _ token: HostState.Token) throws(HostRefusal) {
    let roles = role == "reporter" ? ["reporter", "developer", "maintainer"] : ["developer", "maintainer"]
    guard token.permissions.contains("api"), !token.permissions.isDisjoint(with: roles) else {
      throw HostRefusal(403, "403 Forbidden")
    }
  }

  private func require(_ text: String?, atMost limit: Int, _ field: String) throws(HostRefusal) -> String {
    guard let text else { throw HostRefusal(400, "400 Bad request - \(field) is missing") }
    guard text.unicodeScalars.count <= limit else {
      throw HostRefusal(400, "400 Bad request - \(field) is too long (maximum is \(limit) characters)")
    }
    return text
  }

  private func list(_ elements: [HostJSON], _ call: HostCall) -> HostAnswer {
    call.page(elements, standard: 20, hasPageHeaders: true)
  }

  // MARK: Notes

  private func notes(_ call: inout HostCall, _ token: HostState.Token, _ state: inout HostState) throws(HostRefusal)
    -> HostAnswer?
  {
    if let number = call.match("GET", "merge_requests/*/notes", below: Self.base)?.first {
      call.allowQuery(["sort", "order_by"])
      guard let request = Int(number).flatMap({ state.request($0) }) else { throw HostRefusal(404, "404 Not found") }
      let notes = state.notes.filter { $0.request == request.number }
      return list((call.query["sort"] == "asc" ? notes : notes.reversed()).map(Self.json), call)
    }
    if let number = call.match("POST", "merge_requests/*/notes", below: Self.base)?.first {
      try require("reporter", token)
      guard let request = Int(number).flatMap({ state.request($0) }) else { throw HostRefusal(404, "404 Not found") }
      let text = try require(call.body(["body"])["body"]?.text, atMost: Self.maximumNote, "body")
      let note = HostState.Note(id: state.nextNumber(), request: request.number, author: token.author, body: text)
      state.notes.append(note)
      return HostAnswer(201, Self.json(note))
    }
    guard let ids = call.match("PUT", "merge_requests/*/notes/*", below: Self.base) else { return nil }
    try require("reporter", token)
    guard let index = state.notes.firstIndex(where: { "\($0.id)" == ids[1] && "\($0.request)" == ids[0] }) else {
      throw HostRefusal(404, "404 Not found")
    }
    guard state.notes[index].author == token.author else { throw HostRefusal(403, "403 Forbidden") }
    state.notes[index].body = try require(call.body(["body"])["body"]?.text, atMost: Self.maximumNote, "body")
    return HostAnswer(200, Self.json(state.notes[index]))
  }

  private static func json(_ note: HostState.Note) -> HostJSON {
    [
      "id": .number(note.id), "body": .text(note.body), "author": ["id": 99, "username": .text(note.author)],
      "system": .truth(note.isSystem),
    ]
  }

  // MARK: Commits

  private func commits(_ call: inout HostCall, _ token: HostState.Token, _ state: inout HostState) throws(HostRefusal)
    -> HostAnswer?
  {
    if let sha = call.match("POST", "statuses/*", below: Self.base)?.first {
      try require("developer", token)
      return try setStatus(of: sha, &call, token, &state)
    }
    if let sha = call.match("GET", "repository/commits/*/statuses", below: Self.base)?.first {
      call.allowQuery(["ref", "name", "stage", "all", "pipeline_id", "order_by", "sort"])
      guard state.commits[sha] != nil else { throw HostRefusal(404, "404 Commit Not Found") }
      var statuses = state.statuses.filter { $0.commit == sha }
      if let ref = call.query["ref"] { statuses = statuses.filter { $0.ref == ref } }
      if let name = call.query["name"] { statuses = statuses.filter { $0.name == name } }
      if call.query["all"] != "true" { statuses = Self.latest(statuses) }
      return list(statuses.map(Self.json), call)
    }
    if let sha = call.match("GET", "repository/commits/*/merge_requests", below: Self.base)?.first {
      call.allowQuery(["state"])
      guard state.commits[sha] != nil else { throw HostRefusal(404, "404 Commit Not Found") }
      let requests = state.requests.filter { request in
        request.commits.contains(sha) || [request.landing?.mergeCommit, request.landing?.squashCommit].contains(sha)
      }
      return list(requests.map(Self.json), call)
    }
    return nil
  }

  /// The last status of each name and ref.
  private static func latest(_ statuses: [HostState.Status]) -> [HostState.Status] {
    statuses.filter { status in !statuses.contains { $0.id > status.id && $0.name == status.name && $0.ref == status.ref } }
  }

  private func setStatus(
    of sha: String,
    _ call: inout HostCall,
    _ token: HostState.Token,
    _ state: inout HostState
  ) throws(HostRefusal) -> HostAnswer {
    let body = try call.body(
      ["state"],
      optional: ["name", "context", "description", "target_url", "ref", "pipeline_id", "coverage"]
    )
    guard state.commits[sha] != nil else { throw HostRefusal(404, "404 Commit Not Found") }
    let known = ["pending", "running", "success", "failed", "canceled", "skipped"]
    guard let value = body["state"]?.text, known.contains(value) else {
      throw HostRefusal(400, "400 Bad request - state does not have a valid value")
    }
    for field in ["name", "description", "target_url", "ref"] {
      if let text = body[field] { _ = try require(text.text, atMost: Self.maximumStatusText, field) }
    }
    // Without `ref`, the newest pipeline of the commit gets the status, else a branch with this commit.
    guard let ref = body["ref"]?.text ?? state.pipelines[sha] ?? state.branches.filter({ $0.value == sha }).keys.min() else {
      throw HostRefusal(404, "404 References for commit Not Found")
    }
    let name = body["name"]?.text ?? body["context"]?.text ?? "default"
    let running = state.statuses.last { $0.commit == sha && $0.name == name && $0.ref == ref && $0.author == token.author }
    if let running, running.state == value, ["pending", "running"].contains(value) {
      var refusal = HostRefusal(400, "Cannot transition status via :\(value == "pending" ? "enqueue" : "run") from :\(value)")
      refusal.isViolation = false
      throw refusal
    }
    let status = HostState.Status(
      id: state.nextNumber(),
      commit: sha,
      name: name,
      state: value,
      description: body["description"]?.text ?? "",
      author: token.author,
      target: body["target_url"]?.text,
      ref: ref
    )
    state.statuses.append(status)
    return HostAnswer(201, Self.json(status))
  }

  private static func json(_ status: HostState.Status) -> HostJSON {
    [
      "id": .number(status.id), "sha": .text(status.commit), "status": .text(status.state), "name": .text(status.name),
      "description": .text(status.description), "target_url": .optional(status.target), "ref": .optional(status.ref),
      "author": ["id": 99, "username": .text(status.author)], "created_at": "2026-11-01T00:00:00.000Z",
    ]
  }

  private static func json(_ request: HostState.Request) -> HostJSON {
    [
      "id": .number(70_000 + request.number), "iid": .number(request.number), "project_id": 7,
      "state": request.landing == nil ? "opened" : "merged", "sha": .text(request.head),
      "merge_commit_sha": .optional(request.landing?.mergeCommit), "squash_commit_sha": .optional(request.landing?.squashCommit),
      "source_branch": .text(request.branch), "target_branch": .text(HostState.main),
      "source_project_id": request.isFromFork ? 8 : 7, "target_project_id": 7,
    ]
  }

  // MARK: Issues

  private func issues(_ call: inout HostCall, _ token: HostState.Token, _ state: inout HostState) throws(HostRefusal)
    -> HostAnswer?
  {
    if call.match("GET", "issues", below: Self.base) != nil {
      call.allowQuery(["labels", "state"])
      let labels = (call.query["labels"] ?? "").split(separator: ",").map(String.init)
      let wanted = call.query["state"]
      if let wanted, !["opened", "closed", "all"].contains(wanted) {
        throw HostRefusal(400, "400 Bad request - state does not have a valid value")
      }
      let issues = state.issues.filter { issue in
        Set(labels).isSubset(of: issue.labels) && (wanted == "opened" ? issue.isOpen : wanted == "closed" ? !issue.isOpen : true)
      }
      return list(issues.reversed().map(Self.json), call)
    }
    if call.match("POST", "issues", below: Self.base) != nil {
      try require("reporter", token)
      let body = try call.body(["title"], optional: ["description", "labels"])
      let title = try require(body["title"]?.text, atMost: 255, "title")
      let text = try require(body["description"]?.text ?? "", atMost: Self.maximumDescription, "description")
      let number = state.nextNumber()
      let labels = (body["labels"]?.text ?? "").split(separator: ",").map(String.init)
      state.issues.append(HostState.Issue(number: number, author: token.author, title: title, body: text, labels: labels))
      return HostAnswer(201, Self.json(state.issues[state.issues.count - 1]))
    }
    guard let number = call.match("PUT", "issues/*", below: Self.base)?.first else { return nil }
    try require("reporter", token)
    guard let index = state.issues.firstIndex(where: { "\($0.number)" == number }) else {
      throw HostRefusal(404, "404 Not found")
    }
    let body = try call.body([], optional: ["title", "description", "state_event", "labels", "add_labels"])
    if body.isEmpty { throw HostRefusal(400, "400 Bad request - at least one parameter must be provided") }
    if let text = body["description"] {
      state.issues[index].body = try require(text.text, atMost: Self.maximumDescription, "description")
    }
    if let event = body["state_event"]?.text {
      guard ["close", "reopen"].contains(event) else {
        throw HostRefusal(400, "400 Bad request - state_event does not have a valid value")
      }
      state.issues[index].isOpen = event == "reopen"
    }
    return HostAnswer(200, Self.json(state.issues[index]))
  }

  private static func json(_ issue: HostState.Issue) -> HostJSON {
    [
      "id": .number(9_000_000 + issue.number), "iid": .number(issue.number), "state": issue.isOpen ? "opened" : "closed",
      "title": .text(issue.title), "description": .text(issue.body), "author": ["username": .text(issue.author)],
      "labels": .list(issue.labels.map { .text($0) }),
    ]
  }
}
