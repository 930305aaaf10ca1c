import Diagnostics
package import SegmentModel

extension CodeHostError {
  /// The token writes as another author than the one whose notes are looked for: every run would write a new one.
  static func otherPublisher(_ author: String, expected: String, host: String, action: String) -> CodeHostError {
    CodeHostError(
      host: host,
      action: action,
      reason: "it was written as \(author), not as \(expected)",
      advice: "Set SEGPLAN_PUBLISHER to the login that the token writes as, for this job and for the apply."
    )
  }
}

extension CodeHost {
  /// Updates the note that begins with the marker, or adds one.
  ///
  /// - Parameters:
  ///   - text: The new text, of which the marker is the first line.
  ///   - marker: The first line of the note.
  ///   - title: The title of a new issue; `nil` for comments.
  ///   - list: Where the note is.
  ///   - patience: How long to try.
  ///   - adds: Whether to add a note if none has the marker.
  ///   - closes: Whether to close the issue.
  package func publish(
    _ text: String,
    marker: String,
    titled title: String? = nil,
    in list: NoteList,
    _ patience: CodeHostPatience,
    adds: Bool = true,
    closes: Bool = false
  ) async throws {
    let publisher = try await publisher()
    var pauses = patience.pauses[...]
    while true {
      do {
        if let note = try await note(marker, by: publisher, in: list) {
          if note.text != text || closes { try await replace(note, with: text, in: list, closes: closes) }
        } else if adds {
          let author = try await add(text, titled: title, to: list)
          if let author, author.lowercased() != publisher.lowercased() {
            throw CodeHostError.otherPublisher(author, expected: publisher, host: name, action: "find the text again")
          }
        }
        return
      } catch let error as CodeHostError where error.isUncertain {
        // The note may be there although its answer was lost, so look again before adding another one.
        guard let pause = pauses.popFirst() else { throw error }
        try await patience.pause(pause, "\(name) does not answer as expected")
      }
    }
  }

  /// The oldest note with the marker: two jobs at once may have added two.
  private func note(_ marker: String, by publisher: String, in list: NoteList) async throws -> Note? {
    func isOurs(_ note: Note) -> Bool {
      note.author?.lowercased() == publisher.lowercased() && note.text.prefix { !$0.isNewline } == marker
    }
    if let note = try await notes(list).first(where: isOurs) { return note }
    // Without the right to set labels, GitHub opens an issue without them.
    guard case .openIssues(.some) = list else { return nil }
    return try await notes(.openIssues(label: nil)).first(where: isOurs)
  }

  /// The id of the plan that was approved for the commit that this job deploys.
  ///
  /// - Throws: ``MissingApprovalError``, also if its newest status is not a success.
  package func approvedPlan(named name: String) async throws -> PlanID {
    let commit = try deployedCommit()
    do {
      let publisher = try await publisher()
      // A merge queue checks the very commit that becomes the tip of the branch.
      if let status = try await status(of: commit.sha, named: name, branch: commit.branch, by: publisher) {
        return try approved(by: status, named: name)
      }
      let request = try await request(mergedAs: commit)
      guard !request.isFromFork else {
        throw UnpublishableJob(reason: "It belongs to the request \(request.number), which comes from a fork.")
      }
      if let status = try await status(of: request.head, named: name, branch: request.branch, by: publisher) {
        return try approved(by: status, named: name)
      }
      throw UnpublishableJob(
        reason: """
          Neither it nor \(request.head), the last commit of the request \(request.number), has a status `\(name)` by \(publisher).
          """
      )
    } catch let error as UnpublishableJob {
      throw MissingApprovalError(commit: commit.sha, reason: error.reason)
    }
  }

  /// The merged request that a commit belongs to.
  ///
  /// - Throws: ``UnpublishableJob`` if there is not exactly one.
  package func request(mergedAs commit: DeployedCommit) async throws -> MergedRequest {
    let requests = try await requests(mergedAs: commit)
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
    try await statuses(of: commit, named: name, branch: branch).first { $0.author?.lowercased() == publisher.lowercased() }
  }

  private func approved(by status: PublishedStatus, named name: String) throws(UnpublishableJob) -> PlanID {
    let id = PlanID(String(status.description.prefix { $0 != ":" }))
    if status.state == "success", let id { return id }
    let description = status.description.isEmpty ? "" : ": \(status.description)"
    throw UnpublishableJob(reason: "Its status `\(name)` is \(status.state)\(description).")
  }
}
