/// What people and the host itself do with requests.
extension CodeHostServer {
  /// How a request is merged.
  package enum MergeMethod: String, CaseIterable, Sendable {
    /// A merge commit.
    case merge
    /// One new commit with all changes of the request.
    case squash
    /// New commits on GitHub; on GitLab the branch as it is, after its commits were made again on top of the main branch.
    case rebase
    /// GitLab's squash commit with a merge commit on top.
    case squashAndMerge

    /// The methods that a host has.
    package static func all(_ host: Host) -> [MergeMethod] { allCases.filter { host == .gitLab || $0 != .squashAndMerge } }
  }

  /// A group of a merge queue.
  package struct Group: Sendable {
    package let commit: String
    package let ref: String
    package let request: Int
    let base: String
  }

  /// A token of the host's own user for jobs; on GitHub with permissions such as `statuses: write`, on GitLab with a scope and a role.
  package func makeToken(_ permissions: Set<String>, author: String? = nil) -> String {
    edit { state in
      let token = "token-\(state.nextNumber())"
      state.tokens[token] = HostState.Token(author: author ?? host.bot, permissions: permissions)
      return token
    }
  }

  /// Opens a request with a commit on top of a commit of the main branch, by default of its tip.
  package func open(_ branch: String, _ files: [String: String?], isFromFork: Bool = false) -> HostState.Request {
    edit { state in
      let tip = state.branches[HostState.main] ?? ""
      let commit = state.addCommit(Self.changed(state.commits[tip]?.files ?? [:], files), parents: [tip])
      let request = HostState.Request(number: state.nextNumber(), branch: branch, isFromFork: isFromFork, commits: [commit])
      if !isFromFork { state.branches[branch] = commit }
      state.requests.append(request)
      let id = state.nextNumber()
      if host == .gitLab {
        state.notes.append(HostState.Note(id: id, request: request.number, author: "dev", body: "added 1 commit", isSystem: true))
      }
      return request
    }
  }

  /// Adds a commit to the branch of a request.
  package func push(_ files: [String: String?], to number: Int) {
    change(number) { request, state in
      let commit = state.addCommit(Self.changed(state.commits[request.head]?.files ?? [:], files), parents: [request.head])
      request.commits.append(commit)
      if !request.isFromFork { state.branches[request.branch] = commit }
    }
  }

  /// Makes the commits of a branch again on top of the main branch, as GitLab's button *Rebase* does.
  package func rebase(_ number: Int) {
    change(number) { request, state in
      request.commits = Self.rebased(request, &state)
      state.branches[request.branch] = request.head
    }
  }

  /// The commit that a job for a request works on if it merges the request with the main branch.
  package func testMerge(_ number: Int) -> String {
    edit { state in
      guard let request = state.request(number), let tip = state.branches[HostState.main] else { return "" }
      return state.addCommit(state.merged(request.commits, into: tip), parents: [tip, request.head])
    }
  }

  /// Merges a request, and returns the new tip of the main branch.
  @discardableResult
  package func merge(_ number: Int, by method: MergeMethod = .merge) -> String {
    change(number) { request, state in
      guard let tip = state.branches[HostState.main] else { return }
      let files = state.merged(request.commits, into: tip)
      let isOnGitLab = host == .gitLab
      switch method {
      case .merge:
        let commit = state.addCommit(files, parents: [tip, request.head])
        request.landing = HostState.Landing(mergeCommit: commit, commits: Set(request.commits + [commit]))
      case .squash:
        let commit = state.addCommit(files, parents: [tip])
        request.landing = HostState.Landing(
          mergeCommit: isOnGitLab ? nil : commit,
          squashCommit: isOnGitLab ? commit : nil,
          commits: [commit]
        )
      case .squashAndMerge:
        let squashed = state.addCommit(files, parents: [tip])
        let commit = state.addCommit(files, parents: [tip, squashed])
        request.landing = HostState.Landing(mergeCommit: commit, squashCommit: squashed, commits: [squashed, commit])
      case .rebase where isOnGitLab:
        request.landing = HostState.Landing(mergeCommit: nil, commits: Set(request.commits))
        state.branches[HostState.main] = request.head
        return
      case .rebase:
        let commits = Self.rebased(request, &state)
        request.landing = HostState.Landing(mergeCommit: commits.last, commits: Set(commits))
      }
      let landing = request.landing
      state.branches[HostState.main] = landing?.mergeCommit ?? landing?.squashCommit ?? tip
    }
    return tip
  }

  /// Puts requests into GitHub's merge queue: a group for each, which contains those before it.
  package func queue(_ numbers: [Int]) -> [Group] {
    edit { state in
      let base = state.branches[HostState.main] ?? ""
      var last = base
      return numbers.compactMap { number in
        guard let request = state.request(number) else { return nil }
        let parent = last
        last = state.addCommit(state.merged(request.commits, into: parent), parents: [parent, request.head])
        let ref = "refs/heads/gh-readonly-queue/\(HostState.main)/pr-\(number)-\(parent)"
        return Group(commit: last, ref: ref, request: number, base: parent)
      }
    }
  }

  /// Merges groups of the queue at once: the commit of the last one becomes the tip of the main branch.
  package func merge(_ groups: [Group]) {
    for group in groups {
      change(group.request) { request, state in
        request.landing = HostState.Landing(mergeCommit: group.commit, commits: Set(request.commits + [group.commit]))
        state.branches[HostState.main] = group.commit
      }
    }
  }

  /// Comments as a person or another job does.
  package func comment(_ text: String, on request: Int, by author: String = "dev") {
    edit { $0.notes.append(HostState.Note(id: $0.nextNumber(), request: request, author: author, body: text)) }
  }

  /// Sets a status as another job or person does.
  package func setStatus(
    _ state: String,
    _ description: String,
    named name: String = "segplan",
    of commit: String,
    by author: String
  ) {
    edit { host in
      let status = HostState.Status(
        id: host.nextNumber(),
        commit: commit,
        name: name,
        state: state,
        description: description,
        author: author,
        target: nil,
        ref: nil
      )
      host.statuses.append(status)
    }
  }

  /// Starts a pipeline of GitLab for a commit, by which statuses without a `ref` get theirs.
  package func startPipeline(_ commit: String, ref: String) { edit { $0.pipelines[commit] = ref } }

  /// The payload of an event about a request.
  package func payload(_ number: Int) -> String {
    edit { state in
      guard let request = state.request(number) else { return "{}" }
      let payload: HostJSON = [
        "action": "synchronize", "number": .number(number), "pull_request": GitHubServer.json(request, state),
        "repository": ["full_name": .text(GitHubServer.repository)],
      ]
      return payload.document
    }
  }

  /// The payload of an event about a group of the merge queue.
  package func payload(_ group: Group) -> String {
    let group: HostJSON = [
      "head_sha": .text(group.commit), "head_ref": .text(group.ref), "base_sha": .text(group.base),
      "base_ref": .text("refs/heads/\(HostState.main)"),
    ]
    let payload: HostJSON = [
      "action": "checks_requested", "merge_group": group, "repository": ["full_name": .text(GitHubServer.repository)],
    ]
    return payload.document
  }

  private func change(_ number: Int, _ body: (inout HostState.Request, inout HostState) -> Void) {
    edit { state in
      guard let index = state.requests.firstIndex(where: { $0.number == number }) else { return }
      var request = state.requests[index]
      body(&request, &state)
      state.requests[index] = request
    }
  }

  private static func rebased(_ request: HostState.Request, _ state: inout HostState) -> [String] {
    var last = state.branches[HostState.main] ?? ""
    return request.commits.map { commit in
      last = state.addCommit(state.merged([commit], into: last), parents: [last])
      return last
    }
  }

  private static func changed(_ files: [String: String], _ changes: [String: String?]) -> [String: String] {
    var files = files
    for (path, text) in changes { files[path] = text }
    return files
  }
}
