import Diagnostics
import Planning
import SegmentModel
import StateStorage
import StoreClient

struct SegmentWriter: Sendable {
  let client: StoreClient
  let stop: StopRequest
  let ledger: ApplyLedger
  let journal: Journal?
  let onEvent: @Sendable (ApplyEvent) -> Void

  func createOrUpdate(_ segment: SegmentPlan, at index: Int) async {
    await attempt(segment, at: index) {
      switch segment.change {
      case .create(let description):
        let id = try await create(segment.name, description: description)
        try journal?.append(
          .segment(id, name: segment.name.text, mode: segment.mode, isNew: true, intended: segment.resultingCount)
        )
        ledger.record(at: index) {
          $0.id = id
          $0.created = true
        }
        onEvent(.segmentCreated(segment.name, id))
      case .update(let id, let update):
        try await client.updateSegment(id, name: update.name?.to, description: update.description?.to)
        ledger.record(at: index) { $0.updated = true }
        onEvent(.segmentUpdated(segment.name))
      case .keep, .delete, .stayAbsent:
        break
      }
    }
  }

  func delete(_ segment: SegmentPlan, at index: Int) async {
    guard case .delete(let id) = segment.change else { return }
    await attempt(segment, at: index) {
      do {
        try await client.deleteSegment(id)
      } catch let error as StoreError where error.kind == .notFound {
        // Gone already, which is what was wanted.
      }
      try journal?.append(.deleted(id))
      ledger.record(at: index) { $0.deleted = true }
      onEvent(.segmentDeleted(segment.name))
    }
  }

  private func attempt(_ segment: SegmentPlan, at index: Int, _ body: () async throws -> Void) async {
    do {
      if stop.isRequested { throw StoppedBeforeError() }
      try await body()
    } catch {
      if error.concernsWholeRun { stop.request(.failure) }
      let undone = segment.change.segmentID == nil ? segment.add : .empty
      let failures = Diagnostic.describing(error).map { problem in
        ApplyFailure(problem: problem.about(segment), members: undone)
      }
      let leavesDoubt = (error as? StoreError)?.leavesDoubt ?? (error is CancellationError)
      ledger.record(at: index) {
        $0.failures += failures
        $0.isUnconfirmed = leavesDoubt
      }
      onEvent(.failed(segment.name, members: undone.count))
    }
  }

  /// Creates the segment, or takes over an empty one of that name: the answer to our own request may have been lost and
  /// the request sent again, and then the store says that the name is taken.
  ///
  /// So does an answer that names no segment.
  private func create(_ name: SegmentName, description: String) async throws -> SegmentID {
    let refusal: StoreError?
    do {
      let created = try await client.createSegment(name: name.text, description: description)
      if let created { return created.id }
      refusal = nil
    } catch let error as StoreError {
      guard case .conflict = error.kind else { throw error }
      refusal = error
    }
    guard let existing = try await client.listSegments().first(where: { $0.name == name.text }),
      try await client.listMembers(of: existing.id).isEmpty
    else { throw refusal ?? UnshownSegmentError(name: name) }
    if existing.description != description {
      try await client.updateSegment(existing.id, name: nil, description: description)
    }
    return existing.id
  }
}

/// A change of a segment that was not tried.
private struct StoppedBeforeError: DiagnosedError {
  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "not-sent",
        summary: "the run stopped before it was sent",
        detail: "Running the command again continues."
      )
    ]
  }
}

/// A segment that the store accepted and does not show.
private struct UnshownSegmentError: DiagnosedError {
  let name: SegmentName

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "segment-not-shown",
        summary: "the store accepted segment \"\(name)\", named no id, and does not list it yet",
        detail: "Run the command again: it finds the segment by its name."
      )
    ]
  }
}

extension Error {
  /// Whether the run has to stop: the store would refuse everything else as well, or what is done cannot be written down.
  var concernsWholeRun: Bool {
    switch self {
    case let error as StoreError: error.concernsWholeRun
    case is CancellationError, is UnshownSegmentError, is StoppedBeforeError: false
    default: true
    }
  }
}

extension Diagnostic {
  /// The same problem with the segment that it befell.
  fileprivate func about(_ segment: SegmentPlan) -> Diagnostic {
    let verb =
      switch segment.change {
      case .create: "created"
      case .update: "updated"
      case .delete: "deleted"
      case .keep, .stayAbsent: "changed"
      }
    var problem = self
    problem.summary = "segment \"\(segment.name)\" was not \(verb): \(summary)"
    return problem
  }
}
