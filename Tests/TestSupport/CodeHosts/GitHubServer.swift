/// GitHub's answers, by `docs.github.com/en/rest`, API version 2022-11-28.
struct GitHubServer: HostRules {
  static let repository = "shop/segments"
  static let fork = "mallory/segments"
  static let bot = "github-actions[bot]"
  private static let maximumText = 65_536
  private static let maximumDescription = 140
  private static let maximumTitle = 256
  private static let maximumStatuses = 1_000

  /// GitHub's links to further pages name the repository by its number.
  private static let numberedPath = ["repositories", "4711"]

  func answer(_ call: inout HostCall, _ state: inout HostState) throws(HostRefusal) -> HostAnswer {
    let token = try token(&call, state)
    let base: Int
    if call.components.prefix(2) == ["repos", "shop"], call.components.dropFirst(2).first == "segments" {
      base = 3
    } else if Array(call.components.prefix(2)) == Self.numberedPath {
      base = 2
    } else {
      throw HostRefusal(404, "Not Found")
    }
    if call.endsWithSlash { throw HostRefusal(404, "Not Found") }
    if let answer = try comments(&call, base, token, &state) { return answer }
    if let answer = try commits(&call, base, token, &state) { return answer }
    if let answer = try issues(&call, base, token, &state) { return answer }
    throw HostRefusal(404, "Not Found")
  }

  private func token(_ call: inout HostCall, _ state: HostState) throws(HostRefusal) -> HostState.Token {
    guard call.header("user-agent")?.isEmpty == false else {
      throw HostRefusal(403, "Request forbidden by administrative rules.")
    }
    if call.header("accept") != "application/vnd.github+json" { call.complain("the header Accept is missing") }
    switch call.header("x-github-api-version") {
    case "2022-11-28": break
    case nil: call.complain("the header X-GitHub-Api-Version is missing")
    default: throw HostRefusal(400, "The API version is not supported.")
    }
    if call.header("private-token") != nil { call.complain("it has a token of GitLab") }
    guard let text = call.header("authorization"), text.hasPrefix("Bearer "), let token = state.tokens[String(text.dropFirst(7))]
    else {
      throw HostRefusal(401, "Bad credentials")
    }
    return token
  }

  /// Checks that the token has one of these permissions, such as `statuses: write`.
  private func require(_ permissions: [String], _ token: HostState.Token) throws(HostRefusal) {
    let isGiven = permissions.contains { permission in
      token.permissions.contains(permission) || token.permissions.contains(permission.replacing(": read", with: ": write"))
    }
    if isGiven { return }
    let names = permissions.map { $0.replacing(": ", with: "=").replacing("-", with: "_") }.joined(separator: "; ")
    throw HostRefusal(403, "Resource not accessible by integration", headers: ["X-Accepted-GitHub-Permissions": names])
  }

  private func require(_ text: String?, of field: String, atMost limit: Int, in resource: String) throws(HostRefusal) -> String {
    guard let text else { throw HostRefusal(422, "Invalid request.") }
    guard text.unicodeScalars.count <= limit else {
      let message = "\(field) is too long (maximum is \(limit) characters)"
      throw HostRefusal(
        422,
        "Validation Failed",
        errors: [["resource": .text(resource), "code": "unprocessable", "field": .text(field), "message": .text(message)]]
      )
    }
    return text
  }

  private func list(_ elements: [HostJSON], _ call: HostCall, _ base: Int) -> HostAnswer {
    let path = Self.numberedPath + call.components.dropFirst(base)
    return call.page(elements, standard: 30, path: path.joined(separator: "/"), hasPageHeaders: false)
  }

  // MARK: Comments

  private func comments(
    _ call: inout HostCall,
    _ base: Int,
    _ token: HostState.Token,
    _ state: inout HostState
  ) throws(HostRefusal) -> HostAnswer? {
    if let number = call.match("GET", "issues/*/comments", below: base)?.first {
      try require(["pull-requests: read", "issues: read"], token)
      call.allowQuery(["since"])
      guard let request = Int(number).flatMap({ state.request($0) }) else { throw HostRefusal(404, "Not Found") }
      return list(state.notes.filter { $0.request == request.number }.map(Self.json), call, base)
    }
    if let number = call.match("POST", "issues/*/comments", below: base)?.first {
      guard let request = Int(number).flatMap({ state.request($0) }) else { throw HostRefusal(404, "Not Found") }
      try require(["pull-requests: write"], token)
      let text = try require(call.body(["body"])["body"]?.text, of: "body", atMost: Self.maximumText, in: "IssueComment")
      let note = HostState.Note(id: state.nextNumber(), request: request.number, author: token.author, body: text)
      state.notes.append(note)
      return HostAnswer(201, Self.json(note))
    }
    if let id = call.match("PATCH", "issues/comments/*", below: base)?.first {
      guard let index = state.notes.firstIndex(where: { "\($0.id)" == id }) else { throw HostRefusal(404, "Not Found") }
      try require(["pull-requests: write"], token)
      if state.notes[index].author != token.author { call.complain("it changes the comment of \(state.notes[index].author)") }
      state.notes[index].body = try require(
        call.body(["body"])["body"]?.text,
        of: "body",
        atMost: Self.maximumText,
        in: "IssueComment"
      )
      return HostAnswer(200, Self.json(state.notes[index]))
    }
    return nil
  }

  private static func json(_ note: HostState.Note) -> HostJSON {
    [
      "id": .number(note.id), "body": .text(note.body), "user": ["login": .text(note.author)],
      "html_url": .text("https://github.com/\(repository)/pull/\(note.request)#issuecomment-\(note.id)"),
    ]
  }

  // MARK: Commits

  private func commits(
    _ call: inout HostCall,
    _ base: Int,
    _ token: HostState.Token,
    _ state: inout HostState
  ) throws(HostRefusal) -> HostAnswer? {
    if let sha = call.match("POST", "statuses/*", below: base)?.first {
      try require(["statuses: write"], token)
      return try setStatus(of: sha, &call, token, &state)
    }
    if let sha = call.match("GET", "commits/*/statuses", below: base)?.first {
      try require(["statuses: read"], token)
      call.allowQuery([])
      guard state.commits[sha] != nil else { throw HostRefusal(422, "No commit found for SHA: \(sha)") }
      return list(state.statuses.reversed().filter { $0.commit == sha }.map(Self.json), call, base)
    }
    if let sha = call.match("GET", "commits/*/pulls", below: base)?.first {
      try require(["pull-requests: read"], token)
      call.allowQuery([])
      guard state.commits[sha] != nil else { throw HostRefusal(422, "No commit found for SHA: \(sha)") }
      return list(state.requests(with: sha).map { Self.json($0, state) }, call, base)
    }
    return nil
  }

  private func setStatus(
    of sha: String,
    _ call: inout HostCall,
    _ token: HostState.Token,
    _ state: inout HostState
  ) throws(HostRefusal) -> HostAnswer {
    let body = try call.body(["state"], optional: ["context", "description", "target_url"])
    guard state.commits[sha] != nil else { throw HostRefusal(422, "No commit found for SHA: \(sha)") }
    guard let value = body["state"]?.text, ["error", "failure", "pending", "success"].contains(value) else {
      throw HostRefusal(422, "Validation Failed")
    }
    let name = body["context"]?.text ?? "default"
    let description = try require(
      body["description"]?.text ?? "",
      of: "description",
      atMost: Self.maximumDescription,
      in: "Status"
    )
    guard state.statuses.filter({ $0.commit == sha && $0.name == name }).count < Self.maximumStatuses else {
      throw HostRefusal(422, "Validation Failed")
    }
    let target = body["target_url"]?.text
    if let target, !target.hasPrefix("https://") { call.complain("target_url is not an address: \(target)") }
    let status = HostState.Status(
      id: state.nextNumber(),
      commit: sha,
      name: name,
      state: value,
      description: description,
      author: token.author,
      target: target,
      ref: nil
    )
    state.statuses.append(status)
    return HostAnswer(201, Self.json(status))
  }

  private static func json(_ status: HostState.Status) -> HostJSON {
    [
      "id": .number(status.id), "state": .text(status.state), "context": .text(status.name),
      "description": .text(status.description), "target_url": .optional(status.target),
      "creator": ["login": .text(status.author)], "created_at": "2026-11-01T00:00:00Z",
    ]
  }

  /// A pull request, with the fields that the payload of an event has too.
  static func json(_ request: HostState.Request, _ state: HostState) -> HostJSON {
    [
      "number": .number(request.number), "state": request.landing == nil ? "open" : "closed",
      "merged_at": request.landing == nil ? .null : "2026-11-01T00:00:00Z",
      "merge_commit_sha": .optional(request.landing?.mergeCommit),
      "head": [
        "ref": .text(request.branch), "sha": .text(request.head),
        "repo": ["full_name": .text(request.isFromFork ? fork : repository)],
      ],
      "base": [
        "ref": .text(HostState.main), "sha": .optional(state.branches[HostState.main]), "repo": ["full_name": .text(repository)],
      ],
    ]
  }

  // MARK: Issues

  private func issues(
    _ call: inout HostCall,
    _ base: Int,
    _ token: HostState.Token,
    _ state: inout HostState
  ) throws(HostRefusal) -> HostAnswer? {
    if call.match("GET", "issues", below: base) != nil {
      try require(["issues: read"], token)
      call.allowQuery(["labels", "state"])
      let labels = (call.query["labels"] ?? "").split(separator: ",").map(String.init)
      let wanted = call.query["state"] ?? "open"
      let issues = state.issues.filter {
        Set(labels).isSubset(of: $0.labels) && (wanted == "all" || $0.isOpen == (wanted == "open"))
      }
      // Pull requests are issues too.
      let pulls = labels.isEmpty ? state.requests.filter { $0.landing == nil } : []
      let marks = pulls.map { HostJSON.fields(["number": .number($0.number), "body": .null, "pull_request": [:]]) }
      return list(marks + issues.reversed().map(Self.json), call, base)
    }
    if call.match("POST", "issues", below: base) != nil {
      try require(["issues: write"], token)
      let body = try call.body(["title"], optional: ["body", "labels"])
      let title = try require(body["title"]?.text, of: "title", atMost: Self.maximumTitle, in: "Issue")
      let text = try require(body["body"]?.text ?? "", of: "body", atMost: Self.maximumText, in: "Issue")
      guard let labels = (body["labels"] ?? []).texts else { throw HostRefusal(422, "Invalid request.") }
      let number = state.nextNumber()
      state.issues.append(
        HostState.Issue(number: number, author: token.author, title: title, body: text, labels: state.dropsLabels ? [] : labels)
      )
      return HostAnswer(201, Self.json(state.issues[state.issues.count - 1]))
    }
    guard let number = call.match("PATCH", "issues/*", below: base)?.first else { return nil }
    try require(["issues: write"], token)
    guard let index = state.issues.firstIndex(where: { "\($0.number)" == number }) else { throw HostRefusal(404, "Not Found") }
    let body = try call.body([], optional: ["title", "body", "state", "state_reason", "labels"])
    if let text = body["body"] {
      state.issues[index].body = try require(text.text, of: "body", atMost: Self.maximumText, in: "Issue")
    }
    if let value = body["state"]?.text {
      guard ["open", "closed"].contains(value) else { throw HostRefusal(422, "Validation Failed") }
      state.issues[index].isOpen = value == "open"
    }
    if let reason = body["state_reason"]?.text, !["completed", "not_planned", "duplicate", "reopened"].contains(reason) {
      throw HostRefusal(422, "Validation Failed")
    }
    if let labels = body["labels"]?.texts { state.issues[index].labels = labels }
    return HostAnswer(200, Self.json(state.issues[index]))
  }

  private static func json(_ issue: HostState.Issue) -> HostJSON {
    [
      "id": .number(9_000_000 + issue.number), "number": .number(issue.number), "state": issue.isOpen ? "open" : "closed",
      "title": .text(issue.title), "body": .text(issue.body), "user": ["login": .text(issue.author)],
      "labels": .list(issue.labels.map { ["name": .text($0)] }),
    ]
  }
}
