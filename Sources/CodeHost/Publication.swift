import Diagnostics
package import SegmentModel

extension CodeHostError {
  /// The token does not write as the expected author, so every run would add a new note.
  static func otherPublisher(_ author: String, expected: String, host: String, action: String) -> CodeHostError {
    CodeHostError(
      host: host,
      action: action,
      reason: "the token writes as \(author), not as \(expected)",
      advice: "Set SEGPLAN_PUBLISHER to the login that the token writes as, for this job and for the apply."
    )
  }
}

extension CodeHost {
  /// Updates the note whose first line is the marker, as that of `text` is, or adds one if `adds`.
  ///
  /// `closes` closes the issue; `title` is for a new one.
  package func publish(
    _ text: String,
    marker: String,
    titled title: String? = nil,
    in list: NoteList,
    adds: Bool = true,
    closes: Bool = false
  ) async throws {
    let publisher = try await api.publisher()
    var pauses = api.connection.patience.pauses[...]
    while true {
      do {
        if let note = try await note(marker, by: publisher, in: list) {
          if note.text != text || closes { try await api.replace(note, with: text, in: list, closes: closes) }
        } else if adds {
          let author = try await api.add(text, titled: title, to: list)
          if let author, author.lowercased() != publisher.lowercased() {
            throw CodeHostError.otherPublisher(
              author,
              expected: publisher,
              host: api.connection.host,
              action: "recognize the text in the next run"
            )
          }
        }
        return
      } catch let error as CodeHostError where error.isUncertain {
        // The note may be there although its answer was lost, so look again before adding another one.
        guard let pause = pauses.popFirst() else { throw error }
        try await api.connection.patience.pause(pause, "\(api.connection.host) did not accept a request")
      }
    }
  }

  /// The oldest note with the marker: two jobs at once may have added two.
  private func note(_ marker: String, by publisher: String, in list: NoteList) async throws -> Note? {
    func isOurs(_ note: Note) -> Bool {
      note.author?.lowercased() == publisher.lowercased() && note.text.prefix { !$0.isNewline } == marker
    }
    if let note = try await api.notes(list).first(where: isOurs) { return note }
    // Without the right to set labels, GitHub opens an issue without them.
    guard case .openIssues(.some) = list else { return nil }
    return try await api.notes(.openIssues(label: nil)).first(where: isOurs)
  }

  /// The ids of the plans that were approved for the commit that this job deploys, at least one.
  ///
  /// A merge queue checks the very commit that becomes the tip of the branch. The plan of a group also has what earlier groups change, so
  /// the plan of the request alone is approved too.
  ///
  /// - Throws: ``MissingApprovalError``, also if the newest status is not a success.
  package func approvedPlans(named name: String) async throws -> [PlanID] {
    let commit = try api.deployedCommit()
    var own: [PlanID] = []
    do {
      let publisher = try await api.publisher()
      if let status = try await status(of: commit.sha, named: name, branch: commit.branch, by: publisher) {
        own = [try approved(by: status, named: name)]
      }
      let request = try await request(mergedAs: commit)
      guard !request.isFromFork else {
        throw UnpublishableJob(reason: "The commit belongs to the request \(request.number), which comes from a fork.")
      }
      if let status = try await status(of: request.head, named: name, branch: request.branch, by: publisher) {
        return own + [try approved(by: status, named: name)]
      }
      throw UnpublishableJob(
        reason: """
          Neither the commit nor \(request.head), the last commit of the request \(request.number), has a status `\(name)` by \(publisher).
          """
      )
    } catch let error as UnpublishableJob {
      if !own.isEmpty { return own }
      throw MissingApprovalError(commit: commit.sha, reason: error.reason)
    }
  }

  /// The number of the merged request that the commit of this job belongs to.
  ///
  /// - Throws: ``UnpublishableJob`` if the commit does not belong to exactly one.
  package func deployedRequest() async throws -> Int { try await request(mergedAs: api.deployedCommit()).number }

  private func request(mergedAs commit: DeployedCommit) async throws -> MergedRequest {
    let requests = try await api.requests(mergedAs: commit)
    let landed = requests.filter { $0.landed.contains(commit.sha) }
    let candidates = landed.isEmpty ? requests : landed
    if let request = candidates.first, candidates.count == 1 { return request }
    if candidates.isEmpty {
      throw UnpublishableJob(reason: "The commit belongs to no request that was merged into \(commit.branch).")
    }
    throw UnpublishableJob(
      reason: "The commit belongs to several requests: \(candidates.map { "\($0.number)" }.listed(first: 10))."
    )
  }

  private func status(
    of commit: String,
    named name: String,
    branch: String?,
    by publisher: String
  ) async throws -> PublishedStatus? {
    try await api.statuses(of: commit, named: name, branch: branch).first { $0.author?.lowercased() == publisher.lowercased() }
  }

  private func approved(by status: PublishedStatus, named name: String) throws(UnpublishableJob) -> PlanID {
    let id = PlanID(String(status.description.prefix { $0 != ":" }))
    if status.state == "success", let id { return id }
    let description = status.description.isEmpty ? "" : ": \(status.description)"
    throw UnpublishableJob(reason: "The status `\(name)` is \(status.state)\(description).")
  }
}
