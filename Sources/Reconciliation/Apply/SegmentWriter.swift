import Diagnostics
import Planning
import SegmentModel
import StateStorage
import StoreClient

/// Creates, updates and deletes segments.
struct SegmentWriter: Sendable {
  /// How far the change of a segment came.
  private struct Progress {
    /// What is being done to the segment, for the message if it fails.
    var verb: String
    /// Whether an earlier request may have made the change, though the store did not say so.
    var mayBeDone = false
  }

  let client: StoreClient
  let stop: StopRequest
  let ledger: ApplyLedger
  let onEvent: @Sendable (ApplyEvent) -> Void

  func createOrUpdate(_ segment: SegmentPlan, at index: Int) async {
    switch segment.change {
    case .create(let description):
      await attempt(segment, "created", at: index) { try await create(segment, description: description, at: index, &$0) }
    case .update(let id, let update):
      await attempt(segment, "updated", at: index) { _ in
        try await client.updateSegment(id, name: update.name?.to, description: update.description?.to)
        ledger.record(at: index) { $0.updated = true }
        onEvent(.segmentUpdated(segment.name))
      }
    case .keep, .delete, .stayAbsent:
      break
    }
  }

  func delete(_ segment: SegmentPlan, at index: Int) async {
    guard case .delete(let id) = segment.change else { return }
    await attempt(segment, "deleted", at: index) { _ in
      do {
        try await client.deleteSegment(id)
      } catch let error as StoreError where error.kind == .notFound {
        // Someone else, or an earlier attempt, deleted it.
      }
      ledger.record(at: index) { $0.deleted = true }
      ledger.write(.deleted(id), at: index)
      onEvent(.segmentDeleted(segment.name))
    }
  }

  private func attempt(
    _ segment: SegmentPlan,
    _ verb: String,
    at index: Int,
    _ body: (inout Progress) async throws -> Void
  ) async {
    var progress = Progress(verb: verb)
    do {
      if stop.isRequested { throw StoppedBeforeError() }
      try await body(&progress)
    } catch {
      if error.concernsWholeRun { stop.request(.failure) }
      let mayBeDone = progress.mayBeDone || (error as? StoreError)?.leavesDoubt ?? (error is CancellationError)
      // Without an id there is nothing to add the members to.
      let undone = ledger.segmentIDs[index] == nil ? segment.add : .empty
      let subject = "segment \"\(segment.name)\" \(mayBeDone ? "may not have been" : "was not") \(progress.verb)"
      let failures = Diagnostic.describing(error).map { problem in
        var problem = problem
        problem.summary = "\(subject): \(problem.summary)"
        return ApplyFailure(problem: problem, members: undone)
      }
      ledger.record(at: index) {
        $0.failures += failures
        $0.isUnconfirmed = mayBeDone
      }
      onEvent(.failed(segment.name, members: undone.count))
    }
  }

  /// Creates the segment, or takes over an empty one of its name.
  ///
  /// If the answer to the first attempt is lost, the store answers the second that the name is taken. Some answers name no id.
  private func create(_ segment: SegmentPlan, description: String, at index: Int, _ progress: inout Progress) async throws {
    let refusal: StoreError?
    do {
      if let created = try await client.createSegment(name: segment.name.text, description: description) {
        return self.created(segment, created.id, at: index)
      }
      refusal = nil
      progress.mayBeDone = true
    } catch let error as StoreError {
      guard case .conflict = error.kind else { throw error }
      refusal = error
      progress.mayBeDone = error.leavesDoubt
    }
    guard let existing = try await client.listSegments().first(where: { $0.name == segment.name.text }),
      try await client.listMembers(of: existing.id).isEmpty
    else { throw refusal ?? UnshownSegmentError(name: segment.name) }
    created(segment, existing.id, at: index)
    progress = Progress(verb: "updated")
    if existing.description != description {
      try await client.updateSegment(existing.id, name: nil, description: description)
    }
  }

  private func created(_ segment: SegmentPlan, _ id: SegmentID, at index: Int) {
    ledger.record(at: index) {
      $0.id = id
      $0.created = true
    }
    let intended = segment.resultingCount
    ledger.write(.segment(id, name: segment.name.text, mode: segment.mode, isNew: true, intended: intended), at: index)
    onEvent(.segmentCreated(segment.name, id))
  }
}

/// The run stopped before it changed this segment.
private struct StoppedBeforeError: DiagnosedError {
  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "not-sent",
        summary: "the run stopped before it was sent",
        detail: "To continue, run the command again."
      )
    ]
  }
}

/// The store accepted a new segment but does not list it.
private struct UnshownSegmentError: DiagnosedError {
  let name: SegmentName

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "segment-not-shown",
        summary: "the store accepted the new segment \"\(name)\", but returned no id and does not list it yet",
        detail: "Run the command again: it finds the segment by its name."
      )
    ]
  }
}

extension Error {
  /// Whether all other changes would fail for the same reason.
  var concernsWholeRun: Bool {
    switch self {
    case let error as StoreError: error.concernsWholeRun
    case is CancellationError, is UnshownSegmentError, is StoppedBeforeError: false
    default: true
    }
  }
}
